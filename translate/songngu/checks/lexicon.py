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

_MEETING = """
thành tích tích cực, phòng không không quân, học sinh sinh viên, lương thực thực phẩm, giao thông thông suốt, giao
thông thông minh, đại biểu biểu quyết, bằng chứng chứng minh, chứng cứ cứ liệu, ý kiến kiến nghị, trực tiếp tiếp
công, trực tiếp tiếp nhận, trực tiếp tiếp xúc, đảm nhiệm nhiệm vụ, trách nhiệm nhiệm kỳ, cơ quan quan trọng, cơ
quan quan trắc, biện pháp pháp lý, biện pháp pháp luật, hải quân quân đội, hệ thống thống nhất, hệ thống thống kê,
vật lý lý thuyết, nội quy quy chế, vũ khí khí tài, thứ tự tự động, hiện vật vật liệu, trụ sở sở tại, tài chính chính
thức, chính quyền quyền lực, sản xuất xuất khẩu, chi tiêu tiêu dùng, phát hiện hiện tượng, nguồn tin tin cậy, lưu
thông thông suốt, hợp tác tác chiến, công tác tác chiến, quyết chiến chiến lược, bảo mật mật khẩu, xe tải tải trọng,
giao dịch dịch vụ, quy định định kỳ, quy định định mức, quyết định định hướng, thiết thực thực hiện, ghi nhận nhận
xét, quân dân dân tộc, đồng bào bào chế, máy tính tính toán, kết hợp hợp lý, phối hợp hợp lý, đầu tư tư nhân, toàn bộ
bộ máy, cán bộ bộ đội, nội bộ bộ máy, nghệ nhân nhân dân, quản lý lý lịch, phản đối đối tượng, đối lập lập trường,
phân công công việc, phân công công tác, phân cấp cấp phép, thành công công tác, gia công công nghiệp, thời gian gian
khổ, không gian gian hàng, quốc gia gia nhập, tham gia gia cố, thẩm phán phán quyết, danh mục mục tiêu, luyện tập tập
trung, huấn luyện luyện tập, xuất bản bản tin, khẩn cấp cấp cứu, nước ngoài ngoài khơi, phòng thủ thủ đô, định vị vị
trí, nhà máy máy kéo, trường hợp hợp đồng, sự kiện kiện toàn, điều kiện kiện toàn, tình hình hình sự, loại hình hình
thức, quá trình trình diễn, chương trình trình độ, chủ trì trì hoãn, thiết bị bị hỏng, thiết bị bị cháy, phía trước
trước khi, phía sau sau khi, giới hạn hạn mức, cấp cứu cứu sống, bản địa địa phương
"""
MEETING = frozenset(" ".join(_MEETING.split()).split(", "))
"""Two words of which one ends as the next begins, in small letters (`thành tích tích cực`)."""

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
