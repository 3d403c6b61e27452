"""Cookies as a browser keeps them, within bounds: a page that sets thousands would make every later request refused."""

from scrapy import Request
from scrapy.downloadermiddlewares.cookies import CookiesMiddleware
from scrapy.http import Response

_MOST_SET = 50  # by one answer; browsers keep about 180 of a whole site
_MAX_HEADER = 4096  # bytes; servers refuse heads of 8 kB


class BoundedCookies(CookiesMiddleware):
    """Scrapy's own middleware, which forgets what grows beyond all use."""

    def process_request(self, request: Request) -> None:
        super().process_request(request)
        if len(request.headers.get(b"Cookie") or b"") > _MAX_HEADER:
            self.jars.pop(request.meta.get("cookiejar"), None)
            request.headers.pop(b"Cookie", None)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        if len(response.headers.getlist(b"Set-Cookie")) > _MOST_SET:
            return response
        return super().process_response(request, response)
