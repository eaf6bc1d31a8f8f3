"""Model: the named features of a pair of articles, and the coefficients that make a probability of them. Pure.

A logistic regression. Provenance: fitted (L2, C = 0.1, standardised features, Newton's method) on 20,000 pairs sharing
a tenth of the lighter text, 14,000 of them of one story, from three streams of syndicated news: agency copy of 1987,
agencies and newspapers of 2004 to 2025, long web pages, the boilerplate weights being learned as each stream passed.
Validated in four folds by story: at 0.94, pairwise precision 0.9987, 1.000 and 1.000, F1 0.9973, 0.9964 and 1.000, and
no merge by boilerplate or round-up. The weak penalty of C = 1 fits these streams better and others worse. Features for
the number of blocks and the share of changed words made no difference. Rounded to three digits, which changes no
figure. Fitted again since, when weights began to fall more slowly and a headline's weight to count, they told pairs of
stories that they were not fitted on no better (log loss 0.021 both): they stay. To change a feature is to fit again.
"""

from types import MappingProxyType

import numpy as np

from worker.structure import Floats

BIAS = -15.51
COEFFICIENTS = MappingProxyType(
    {
        "overlap": 7.60,  # shared weight by that of the lighter text
        "larger": 6.10,  # shared weight by that of the heavier text
        "volume": 1.30,  # log of 1 + the shared weight
        "title": 2.89,  # shared weight of the headlines by that of the lighter one and a word of full weight
        "clash": -14.84,  # figures and months that differ between the headlines, times `template`: next month's report
        "numbers": 4.22,  # shared numbers by those of the text with fewer
        "late": -2.24,  # where the shared part begins, in the text where it begins later: a footer, a quotation
        "tops": 2.81,  # share of one lead that stands at the top of the other
        "dense": 4.79,  # shared shingles by the stretch they lie in: scattered phrases are not a copy
        "run": -2.85,  # longest run by shared length: one block alone may be a quotation
        "heaviest": -0.92,  # weight of the heaviest block by all that is shared: the same for boilerplate
        "gaps": 3.67,  # short replacements by ten shared shingles: the mark of a copy editor or of OCR
        "template": -7.57,  # short gaps filled with other figures, by the figures that agree
    }
)

_COEFFICIENTS = tuple(COEFFICIENTS.values())


def probabilities(features: Floats) -> Floats:
    """Return for each row of features the probability, 0 to 1, that the pair tells one story."""
    logits = np.full(len(features), BIAS)
    for column, coefficient in zip(features.T, _COEFFICIENTS, strict=True):
        logits += column * coefficient  # one after the other: the same sum to the last bit however many pairs there are
    return np.asarray(1.0 / (1.0 + np.exp(-logits)))
