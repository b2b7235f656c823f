"""From blocks to segments: sentencex finds the sentences, the domain's repairs correct it.

The room knows blocks and spans; it does not know files, terms or models.
"""

from songngu.segmentation.base import Segment
from songngu.segmentation.segmenter import segment_block, segment_document, split_sentences

__all__ = ["Segment", "segment_block", "segment_document", "split_sentences"]
