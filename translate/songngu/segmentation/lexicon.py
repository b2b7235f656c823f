"""Words that tell a full stop from the end of a sentence, by source language.

Only what the library's own lists lack, or treat too timidly, stands here.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of one language, without their final stop; compared as written.

    Attributes:
        titles: ranks, titles and honorifics that stand before a name.
        number_words: abbreviations that stand before a number or a letter.
        inner: abbreviations after which no sentence ends, whatever follows.
        divisions: words that, with a number and a stop, open a heading (`Article 30.`).
        units: units of measurement: after a number and before a capital their stop ends a sentence.
        plain: words that the library takes for abbreviations, but the domain uses as words.
        openers: words that, capitalised, open a sentence rather than go on with a name.
        sayings: verbs that attribute a quotation to the person named before them.
    """

    titles: frozenset[str] = frozenset()
    number_words: frozenset[str] = frozenset()
    inner: frozenset[str] = frozenset()
    divisions: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    plain: frozenset[str] = frozenset()
    openers: frozenset[str] = frozenset()
    sayings: frozenset[str] = frozenset()


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ENGLISH = Lexicon(
    titles=_words(
        "Mr Mrs Ms Messrs Mx Dr Prof Assoc Asst Eng Arch Rev Fr St Hon Rep Gov Sen Pres Sec Amb "
        "Snr Sr Jun Lt Col Gen Maj Brig Capt Cpt Cdr Cmdr Comdr Adm Sgt Cpl Pvt Pte Pfc Ens Ltn Lieut "
        "M.Sc M.A B.Sc M.D Ph.D D.Sc H.E Pol"
    ),
    number_words=_words(
        "No no Nos nos Nr Art art Arts arts Sec sec Secs secs Ch ch Chap chap Para para Paras paras Cl cl "
        "Fig fig Figs figs p pp Vol vol Vols vols Pt pt c Ref ref Tel tel Ext ext "
        "Reg Regt Bn Bde Div Doc doc Ord Dec Res"
    ),
    inner=_words("approx Approx incl excl esp ca cca viz vs cf e.g i.e"),
    divisions=_words("Article Chapter Section Part Annex Appendix Clause Point Item Step"),
    units=_words("m km cm mm kg g t l ha kW MW kV mph kph km/h bn"),
    plain=_words("May ill ore art me fed"),
    openers=_words(
        "The A An This That These Those It He She They We You I In On At By For From With Within To As "
        "After Before When While Since Although However Moreover Therefore Accordingly There Here But And So "
        "Then Its His Her Their Our Many Most Some All Each Every Both Another No Not Meanwhile During Once"
    ),
    sayings=_words(
        "said says added asked answered affirmed acknowledged admitted announced argued asserted begged "
        "called commented concluded confided confirmed cried declared emphasised emphasized exclaimed "
        "explained insisted joked laughed noted observed ordered pointed recalled remarked repeated replied "
        "reported recounted responded revealed shared shouted smiled sighed stated stressed suggested told "
        "underlined urged vowed warned whispered wondered wrote"
    ),
)
_VIETNAMESE = Lexicon(
    titles=_words("TP Tp TX Tx TT GS PGS TS ThS Ths BS KS LS KTS NSND NSƯT Đ/c đ/c Q P ÔB"),
    number_words=_words("Số số tr Tr Đ đ kh"),
    divisions=_words("Điều Chương Mục Phần Khoản Điểm Câu Bài"),
    units=_words("m km cm mm kg g t l ha"),
)
_LEXICONS = {"en": _ENGLISH, "vi": _VIETNAMESE}


def lexicon(language: str) -> Lexicon:
    """Return the lexicon of a primary language subtag; an empty one for languages without their own."""
    return _LEXICONS.get(language, Lexicon())
