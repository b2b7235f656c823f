"""Training: parallel text and reviewed catalogues in, a better MarianMT model folder out.

The room needs the `torch` extra. It knows nothing of documents, terms or commands; `songngu.cli.train` calls
it. No module here imports torch, transformers or ctranslate2 when it is imported, unless its whole purpose
needs torch (`network`, `loss`, `optimiser`, `embeddings`, `loop`, `grow`): those are imported inside the
functions that use them.
"""
