"""A network as GraphML, which Gephi, Cytoscape, igraph and networkx read."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

_NODE = {"label": "string", "kind": "string", "articles": "int", "url": "string"}
_EDGE = {
    "weight": "int",
    "log_likelihood": "double",
    "is_more": "boolean",
    "url": "string",
}
_NOT_XML = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])


def graphml_pieces(
    nodes: Iterable[tuple[str, Mapping[str, Any]]],
    edges: Iterable[tuple[str, str, Mapping[str, Any]]],
    about: str,
) -> Iterator[bytes]:
    """Yield the file. `nodes` are (id, values), and `edges` (id, id, values); none has a direction.

    The values of nodes are label, kind, articles and url, those of edges weight (the number of
    articles), log_likelihood, is_more and url. `about` is a comment at the beginning.
    """
    head = [
        '<?xml version="1.0" encoding="UTF-8"?>\n',
        f"<!-- {_text(about).replace('--', '- -')} -->\n",
    ]
    head.append('<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n')
    for of, keys in (("node", _NODE), ("edge", _EDGE)):
        head += [
            f'<key id="{of}-{name}" for="{of}" attr.name="{name}" attr.type="{kind}"/>\n'
            for name, kind in keys.items()
        ]
    head.append('<graph edgedefault="undirected">\n')
    yield "".join(head).encode()
    for name, values in nodes:
        yield f"<node id={quoteattr(name)}>{_data('node', _NODE, values)}</node>\n".encode()
    for one, other, values in edges:
        ends = f"source={quoteattr(one)} target={quoteattr(other)}"
        yield f"<edge {ends}>{_data('edge', _EDGE, values)}</edge>\n".encode()
    yield b"</graph>\n</graphml>\n"


def _data(of: str, keys: Mapping[str, str], values: Mapping[str, Any]) -> str:
    return "".join(
        f'<data key="{of}-{name}">{_text(_written(values[name]))}</data>' for name in keys
    )


def _written(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _text(text: str) -> str:
    return escape(text.translate(_NOT_XML))
