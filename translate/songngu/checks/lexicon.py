"""Small word lists of the Vietnamese checks, and the two large ones that stand in `data/`."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

_DOUBLED = """
năm ba bốn sáu bảy tám chín hai một mười tư song tê mãi dần từ khăng chung lô công tây ầm đời chằm rè
bay vi kền chôm chuồn đêm sáng tối chiều luôn bo run rưng vang ùn xa be cu xèo chăm ro cứ tạo ù đều ngày
thường người nhà hằng đùng vội rầm thành nhân hàng dương bản sơ quen gian nho xanh đỏ trắng vàng nhẹ khe
lâu gần mau sớm riêng đôi trùng điệp từng nhiều ào rào lăm chang vân ngân
"""
DOUBLES = frozenset(_DOUBLED.split())
"""Syllables doubled by right (`dần dần`) or met where two words meet (`hành vi vi phạm`)."""

_FAMILIES = """
nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly dinh doan trinh mai luong truong
ta cao luu lam chu quach thai to tong ha vuong trieu dao phung kieu nong hua giang
"""
FAMILY_NAMES = frozenset(_FAMILIES.split())
"""Family names without diacritics, in small letters."""

_ALWAYS_MARKED = """
van tran le pham hoang dinh binh thai vu hung vo dang hong bui trong ngo thang cong thuy tan dao doan
manh tu chau tho phung tung hoai dai nghia ton bao dam ngan hang sy tong ky tham loi hau hao tang hua
khoi tram thoi
"""
NEVER_BARE = frozenset(_ALWAYS_MARKED.split())
"""Possible syllables that under 1 % of their bearers write without marks (204,480 names in news)."""


@lru_cache(maxsize=1)
def english() -> frozenset[str]:
    """Return common English words, in small letters, that cannot be Vietnamese syllables."""
    return _load("english.txt")


@lru_cache(maxsize=1)
def loanwords() -> frozenset[str]:
    """Return loanwords of the Vietnamese press that are no Vietnamese syllables: `logistics`, `ôxy`."""
    return _load("loanwords.txt")


def _load(name: str) -> frozenset[str]:
    return frozenset((files("songngu.checks") / "data" / name).read_text(encoding="utf-8").split())
