"""The tables that extraction reads at import: names of months, agencies, outlets, rubrics and regions."""
