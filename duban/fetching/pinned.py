"""A transport for libraries that speak HTTP themselves: every request goes to the very address that was judged."""

from __future__ import annotations

import asyncio

import httpx

from duban.fetching.addresses import check_scheme, resolve


class PinnedTransport(httpx.BaseTransport):
    """Requests, those of redirects too, only to addresses of the internet, unless private ones are allowed."""

    def __init__(self, may_be_private: bool) -> None:
        self._may_be_private = may_be_private
        self._inner = httpx.HTTPTransport(verify=httpx.create_ssl_context(), trust_env=False)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Raises FetchError for a request to anywhere else."""
        check_scheme(str(request.url))
        name = request.url.raw_host.decode("ascii")
        port = request.url.port or (443 if request.url.scheme == "https" else 80)
        ip = asyncio.run(resolve(name, port, self._may_be_private))[0]
        pinned = httpx.Request(
            request.method,
            request.url.copy_with(host=ip),
            headers=request.headers,  # with the Host of the name
            stream=request.stream,
            extensions={**request.extensions, **({"sni_hostname": name} if name != ip else {})},
        )
        return self._inner.handle_request(pinned)

    def close(self) -> None:
        self._inner.close()
