"""What the packages of others bring that no program of ours loads: one list for every installer.

Each pattern is for the path of a file inside the folder of packages, with slashes. That all still
works without them, ``mdt-alpr --self-test`` and the scripts that try each installer show.
"""

PATTERNS = (
    r"(^|/)(tests?|testing|include|__pycache__|examples|f2py|bin)/",
    r"\.(pyi|a|lib|h|hpp|cpp|pyx|pxd|pdb|exe|chm)$|/py\.typed$",
    r"\.dist-info/(?!METADATA$|entry_points\.txt$|licen[cs]es/|LICEN[CS]E|NOTICE|COPYING)",
    r"^onnxruntime/(tools|transformers|quantization|datasets)/",
    # The engine once more, for programs in C: the module of Python has all of it in itself.
    r"^onnxruntime/capi/(lib)?onnxruntime\.(so|dll)",
    r"^PIL/_avif\.|^pillow\.libs/libavif-",  # no picture of ours has this format
    r"^numpy/_core/_(simd|\w+_tests)\.",
    r"^pygments/",  # rich colors source code with it, and we show none
    r"^rapidocr/models/(?!PP-OCRv6_)",
    r"^rapidocr/inference_engine/(mnn|openvino|paddle|pytorch|tensorrt)/",
    r"^sqlalchemy/dialects/(mssql|mysql|oracle)/",
    r"^shiboken6/(lib|include)/",
    r"^tzdata/zoneinfo/(?!America/(__init__|New_York)|__init__)",
)
LEFT_OUT = "|".join(PATTERNS)
