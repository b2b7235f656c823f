"""Write the word lists of `songngu.checks`.

Usage: python docs/benchmarks/word_lists.py corpus/parallel translate/songngu/checks/data

`english.txt`: words seen at least four times in small letters on the English side that cannot be Vietnamese
syllables. `loanwords.txt`: words in small letters on the Vietnamese side that are no syllables, less those
that stand there as quoted English, plus loanwords of the Vietnamese press that the corpus lacks.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

from songngu.vietnamese import is_syllable

LEAST = 4
WORD = re.compile(r"(?<![\w@/\\#.~=$])[^\W\d_]++(?![\w@/\\=]|\.\w)")  # no part of a code or an address
QUOTED_ENGLISH = """
abuse achar army blouse break chair chairman dangky danhsach desk dvc example guest hat hienmau mouse
museum necessary news off ordnance plan play press pudding punch quandoi quarantine salary set sur
tonghop try tuyenquan vanthu vidu woo youtu xxx xyz hoon sik shan gov http https ftp www org mil pdf
trick booklet feet cent wong link hit top blue bug foot match grand galley eun doomscroll penny point rally
prix troy wafer dodo jae yeon talk rocker boat bodyline bridge cherry cor crown del electricity flo hip hop hooker
hurricane icing league leg loop sovereign spin spring stave talent tides triple typhoon union port
aback advice and art aye basset bloodhound chook commence coup crunch drop état fly goal half hound knot large leagues
bis boda chmod config crontab czf dance date dhamaal distutils end final folk fsck glibc goed ibid ing install
memory mouses name nxb ping python quanso rank readonly scope shutdown slam sort square srv strict super tali tar
canting chok des fore kindergarten las mate shire threads type uniq unit vision write zoot vacca
ash bedlam cruiser green lowercase mole par pit plank polythene psychedelic sabotage twin uppercase
bonjour copyleft corpus debt driver heavy knight links los metal rowing wedge weekend
machu navel password queer rackets slave taken tea tele thou tuk wiki lbf lbw mc²
"""
MORE_LOANWORDS = """
acid album hotline net alpha ampe atlas audio axion bacteria barrel beta blockchain boongke botox brom buffet bullet
bungalow byte cafe calci canxi carat caravan casino caster catalog catot cell chef cocktail combo copy
crôm data demo dollar ecgônômi ecu email elip este ethanol etylen fan fanpage feedback file film font
forum freelancer gala game gamma gara garage ghi-đông giga gin glucozơ gram graphit guitar hacker
halogen hamburger helium heli hotel hydrat hyđro hyđrocacbon iot inch inox jean joule kali kaki kilo
kilobyte kiloton laptop led liti logo lít lôgic magie mail marker maraton marketing maxim megabyte
megapixel megaton mét micron mobile modem module moto motor môđun nilông nickel nylon online offline oát
ôliu ôtô ôtômát ôxít parabol parafin photo phốtpho photpho phôtpho polime polymer poster preparat propan
protêin prôtêin radian radium rađa rađiô raxun rơmoóc router sandwich sec server showroom silicat slide
smartphone smart software solo spa stress studio sunfat sunfua tablet talkshow tan taxi telex tetra tivi
toa ton tuabin tuốcbin tuyếcbin urê vac vác-xin vắcxin văcxin vaccine vector villa visa vitamin volfram
volt vôn vôlăng coronavirus corona virut ozon hormone hoócmôn estrogen enzyme enzim cholesterol
carbohydrate nano poker gluten startup website wifi xilanh xăngtimét xentimet xêri xiclo xitéc xylanh
yoghurt zoom
"""


def main(corpus: Path, folder: Path) -> None:
    english: Counter[str] = Counter()
    vietnamese: set[str] = set()
    for path in sorted(corpus.glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            source, target = line.split("\t")[:2]
            english.update(
                word for word in WORD.findall(source) if word.islower() and word.isascii() and len(word) > 2
            )
            vietnamese.update(word for word in WORD.findall(target) if word.islower() and len(word) > 2)
    loans = {word for word in vietnamese if not is_syllable(word)} - set(QUOTED_ENGLISH.split())
    loans |= {word for word in MORE_LOANWORDS.split() if "-" not in word and not is_syllable(word)}
    words = {word for word, count in english.items() if count >= LEAST and not is_syllable(word)} - loans
    (folder / "loanwords.txt").write_text("\n".join(sorted(loans)) + "\n", encoding="utf-8")
    (folder / "english.txt").write_text("\n".join(sorted(words)) + "\n", encoding="utf-8")
    print(f"{len(words)} English words, {len(loans)} loanwords")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
