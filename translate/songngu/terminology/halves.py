"""Vietnamese words of two syllables of which one hardly ever stands without the other.

Whoever replaces one half must take the other along: of "điểm tựa mạnh mẽ" nobody may leave "mẽ". The list was
chosen by hand from neighbours of the in-house corpus that hardly ever part.
"""

from __future__ import annotations

_WORDS = """
    am hiểu, bao nhiêu, băn khoăn, bắt chước, bụi bặm, bướng bỉnh, cán bộ, càu nhàu, chạng vạng, chằng chịt,
    chậm chạp, chặt chẽ, chật chội, củng cố, cưu mang, dai dẳng, dành dụm, dè dặt, dễ dàng, dí dỏm,
    dồi dào, dôi dư, dường như, đau đớn, đều đặn, đôn đốc, đung đưa, đúng đắn, gay gắt, gần gũi, ghê tởm, giai
    đoạn, giấu giếm, giới thiệu, hài hước, hâm mộ, hẻo lánh, hiềm khích, hiếm hoi, hoan nghênh, hổ thẹn, hối
    đoái, hỗ trợ, huân chương, hậu duệ, khâm phục, khắc nghiệt, khẳng định, khắt khe, khéo léo, khổng lồ, khôi
    phục, láng giềng, lẩm bẩm, lênh đênh, lỏng lẻo, lỗ hổng, lúng túng, lựa chọn, mâu thuẫn, mạnh mẽ, mỉm cười,
    mua sắm, nạo vét, ngắn ngủi, ngẫu nhiên, nghiên cứu, ngổn ngang, ngụy trang, nhắc nhở, nhậm chức, nhẹ nhõm,
    nhộn nhịp, nhút nhát, niêm yết, nỗ lực, nợ nần, nuôi nấng, ồ ạt, ồn ào, phàn nàn, phanh phui, phẫn nộ, phẫu
    thuật, phiền toái, phức tạp, quan liêu, răn đe, rò rỉ, rõ rệt, rốt cuộc, rườm rà, sít sao, suôn sẻ, sửng
    sốt, thẳng thắn, thắc mắc, thậm chí, thiếu thốn, thiêng liêng, thịnh vượng, thung lũng, tiết kiệm, tinh
    nhuệ, tò mò, tỉ mỉ, trân trọng, trinh sát, trồng trọt, trục trặc, trừng phạt, tuyên thệ, từ chối, uy tín,
    vất vả, vụng về, xảy ra, xoay xở
"""
_PAIRS = frozenset(tuple(word.split()) for word in _WORDS.split(","))


def belong_together(first: str, second: str) -> bool:
    """Say whether two syllables, in small letters, are the halves of a word that is never cut."""
    return (first, second) in _PAIRS
