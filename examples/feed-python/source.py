"""The files of a feed, in a folder or behind an address."""

import http.client
import os
import time
import urllib.error
import urllib.parse
import urllib.request

from faults import Fault

HEAD, MANIFEST, RECORD, RUN = 65_536, 4_194_304, 65_536, 134_217_728
SECONDS = 120


class Source:
    def __init__(self, place: str):
        self.place = place
        self.remote = urllib.parse.urlsplit(place).scheme in ("http", "https")
        self.opener = urllib.request.build_opener(_StayOnHost)

    def read(self, path: str, most: int, of: str) -> bytes:
        """At most so many bytes. `of` is FEED or RECORD, with which the codes of the faults begin; a host that is away is always one of the feed."""
        try:
            content = self._answer(path, most) if self.remote else self._file(path, most)
        except (OSError, http.client.HTTPException, ValueError) as error:
            answer = error.code if isinstance(error, urllib.error.HTTPError) else None
            away = self.remote and (answer is None or answer in (401, 429) or answer >= 500)
            raise Fault(f"{'FEED' if away else of}_UNREACHABLE", f"{path} cannot be read: {error}") from None
        if len(content) > most:
            raise Fault(f"{of}_TOO_LARGE", f"{path} has more than {most} bytes")
        return content

    def _file(self, path: str, most: int) -> bytes:
        with open(os.path.join(self.place, path), "rb") as file:
            return file.read(most + 1)

    def _answer(self, path: str, most: int) -> bytes:
        end = time.monotonic() + SECONDS
        with self.opener.open(f"{self.place.rstrip('/')}/{path}", timeout=SECONDS) as answer:
            if answer.status != 200:
                raise OSError(f"status {answer.status}")
            content = bytearray()
            while len(content) <= most:
                part = answer.read1(min(65_536, most + 1 - len(content)))
                if not part:
                    stated = answer.headers.get("Content-Length")
                    if stated is not None and int(stated) != len(content):
                        raise OSError("the answer broke off")
                    break
                if time.monotonic() > end:
                    raise OSError(f"it took more than {SECONDS} seconds")
                content += part
            return bytes(content)


class _StayOnHost(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, req, fp, code, msg, headers, newurl):
        if urllib.parse.urlsplit(newurl)[:2] != urllib.parse.urlsplit(req.full_url)[:2]:
            raise OSError("it redirects to another host")
        return super().redirect_request(req, fp, code, msg, headers, newurl)
