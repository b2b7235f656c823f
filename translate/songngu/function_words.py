"""Words that carry grammar, not content, by language."""

from __future__ import annotations

_ENGLISH = """
the a an of to in on at for and or by with from as is are was were be been being that this these those it
its he she they we you i his her their our your my not no do does did have has had will would can could
should may might must which who whom whose what when where there than then so if but into out up down over
under about after before such also more most very all any each other some s t one two
"""
_VIETNAMESE = """
và của là các những một hai có được bị cho với trong ngoài trên dưới ở tại từ đến về theo để mà thì cũng đã
đang sẽ không chưa rất nhiều ít này đó kia ấy khi nếu vì do bởi nên nhưng hay hoặc như ra vào lên xuống đi
lại ông bà anh chị tôi họ nó chúng ta mình người con cái sự việc
"""
FUNCTION_WORDS = {"en": frozenset(_ENGLISH.split()), "vi": frozenset(_VIETNAMESE.split())}
