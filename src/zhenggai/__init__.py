"""整改 Zhenggai: runs the rectification that follows an inspection or audit."""

__version__ = "0.1.0"
