"""The web page of the operators' desk: four rooms (Now, Stories, Quarantine, Log), rendered here and kept live."""
