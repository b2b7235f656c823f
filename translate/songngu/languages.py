"""The language pair, as data (BCP 47 tags); what CLDR knows about it comes from Babel."""

from __future__ import annotations

from dataclasses import dataclass

from songngu.errors import UsageError


@dataclass(frozen=True, slots=True)
class LanguagePair:
    """A source and a target language.

    Attributes:
        source: BCP 47 tag of the source, e.g. `en`.
        target: BCP 47 tag of the target, e.g. `vi`.
    """

    source: str = "en"
    target: str = "vi"

    def __str__(self) -> str:
        return f"{self.source}-{self.target}"

    @property
    def swapped(self) -> LanguagePair:
        """The other direction."""
        return LanguagePair(self.target, self.source)

    @property
    def gettext_target(self) -> str:
        """The target as gettext writes it in folders and headers: `pt_BR` for `pt-BR`."""
        return self.target.replace("-", "_")

    @classmethod
    def parse(cls, source: str, target: str) -> LanguagePair:
        """Check two tags.

        Raises:
            UsageError: a tag that CLDR does not know, or the same language twice.
        """
        from babel import Locale, UnknownLocaleError

        tags = []
        for tag in (source, target):
            try:
                tags.append(str(Locale.parse(tag, sep="-" if "-" in tag else "_")).replace("_", "-"))
            except (UnknownLocaleError, ValueError):
                raise UsageError(
                    f"unknown language {tag!r}", remedy="give a BCP 47 tag such as en, vi or pt-BR"
                ) from None
        if tags[0] == tags[1]:
            raise UsageError(
                f"source and target are both {tags[0]!r}",
                remedy="choose two languages with --source and --target",
            )
        return cls(*tags)


def plural_forms(target: str) -> str:
    """Return the gettext `Plural-Forms` header of a language, e.g. `nplurals=1; plural=0;` for Vietnamese.

    Source: CLDR cardinal plural rules, through Babel.
    """
    from babel.messages.plurals import get_plural

    form = get_plural(target.replace("-", "_"))
    return f"nplurals={form.num_plurals}; plural={form.plural_expr};"
