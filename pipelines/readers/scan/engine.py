"""Text recognition: the models in the package ``rapidocr``, run by onnxruntime on one thread.

Nothing is fetched: the files of the models are part of the installed package. One thread for each process,
since documents are read in processes side by side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray
from onnxruntime.capi.onnxruntime_pybind11_state import RuntimeException

cv2.setNumThreads(1)

# Pixels of a grey picture, 0 is black: ``picture[y, x]``.
Grey = NDArray[np.uint8]
# ``(x0, top, x1, bottom)`` in pixels.
PixelBox = tuple[int, int, int, int]

_READER, _FINDER = "PP-OCRv6_rec_small.onnx", "PP-OCRv6_det_small.onnx"
# The height of the lines that the model reads, and pixels of a line for each of its steps.
LINE_HEIGHT = 48
# Lines read at a time have this many pixels in all: more would take memory, fewer would take time.
_PIXELS_AT_ONCE = 1200
_LONGEST_LINE = 2400
# The longer side of the page in which lines are looked for, in pixels; a multiple of 32.
_FINDER_SIDE = 1280
# How sure the model must be of a pixel, and on the average of a line.
_TEXT_PIXEL, _TEXT_LINE = 0.3, 0.5
# The model finds the core of a line: it is higher by this share of the height of the core at each side.
_AROUND_CORE = 0.55
# A character that is not one of GB 2312 must be so many times as likely as one that is.
_RARE = 1 / 20
# One shape: where 0 is the most likely of them, it is as sure as they are together.
_LIKE_ZERO = "0O"


@dataclass(frozen=True, slots=True)
class ReadLine:
    """What one line says: its characters, how sure of each the model is (0 to 1), and where they are.

    ``places`` are the middles of the characters as shares of the width of the picture.
    """

    text: str = ""
    scores: tuple[float, ...] = ()
    places: tuple[float, ...] = ()

    @property
    def score(self) -> float:
        """That of the least certain character; 0 where there is none."""
        return min(self.scores, default=0.0)


def read_lines(lines: Sequence[Grey]) -> list[ReadLine]:
    """What lines of text say; each is one line, black on white."""
    found = [ReadLine()] * len(lines)
    scaled = [_scaled(line) for line in lines]
    for numbers in _batches([line.shape[1] for line in scaled]):
        width = max(scaled[number].shape[1] for number in numbers)
        batch = np.zeros((len(numbers), 3, LINE_HEIGHT, width), np.float32)
        for place, number in enumerate(numbers):
            batch[place, :, :, : scaled[number].shape[1]] = scaled[number].astype(np.float32) / 127.5 - 1
        likely = _run(_READER, batch)
        for place, number in enumerate(numbers):
            found[number] = _decoded(likely[place], scaled[number].shape[1] / width)
    return found


def find_lines(page: Grey) -> list[PixelBox]:
    """The boxes of lines of text on a page, from top to bottom."""
    scale = min(1.0, _FINDER_SIDE / max(page.shape))
    height, width = (max(32, round(side * scale / 32) * 32) for side in page.shape)
    small = cv2.resize(page, (width, height), interpolation=cv2.INTER_AREA)
    likely = _run(_FINDER, np.repeat((small.astype(np.float32) / 127.5 - 1)[None, None], 3, axis=1))[0, 0]
    core = (likely > _TEXT_PIXEL).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(core, connectivity=8)
    wide, high = page.shape[1] / width, page.shape[0] / height
    boxes: list[PixelBox] = []
    for number in range(1, count):
        x, y, w, h, _ = (int(value) for value in stats[number])
        part = labels[y : y + h, x : x + w] == number
        if min(w, h) < 3 or likely[y : y + h, x : x + w][part].mean() < _TEXT_LINE:
            continue
        around = _AROUND_CORE * min(w, h)
        x0, x1 = max(0.0, x - around), min(float(width), x + w + around)
        top, bottom = max(0.0, y - around), min(float(height), y + h + around)
        boxes.append((round(x0 * wide), round(top * high), round(x1 * wide), round(bottom * high)))
    return sorted(boxes, key=lambda box: (box[1] + box[3], box[0]))


def _scaled(line: Grey) -> Grey:
    width = round(line.shape[1] * LINE_HEIGHT / line.shape[0])
    # Softly: sharper edges of small print make 、 a point, and 贴 the traditional 貼.
    kind = cv2.INTER_AREA if line.shape[0] > LINE_HEIGHT else cv2.INTER_LINEAR
    return cv2.resize(line, (min(max(width, 8), _LONGEST_LINE), LINE_HEIGHT), interpolation=kind)


def _batches(widths: Sequence[int]) -> Iterator[list[int]]:
    """The numbers of lines of similar widths."""
    batch: list[int] = []
    for number in sorted(range(len(widths)), key=lambda number: widths[number]):
        if batch and widths[number] * (len(batch) + 1) > _PIXELS_AT_ONCE:
            yield batch
            batch = []
        batch.append(number)
    if batch:
        yield batch


def _decoded(likely: NDArray[np.float32], filled: float) -> ReadLine:
    """The characters of the most likely path: the same one in steps without a break is one character."""
    best = (likely * _expected()).argmax(axis=1)
    characters = _characters()
    rings = [characters.index(character) for character in _LIKE_ZERO]
    likely[:, rings[0]] = likely[:, rings].sum(axis=1)
    text: list[str] = []
    scores: list[float] = []
    steps: list[list[int]] = []
    before = 0
    for step, number in enumerate(best):
        if number and number == before:
            scores[-1] = max(scores[-1], float(likely[step, number]))
            steps[-1].append(step)
        elif number:
            text.append(characters[number])
            scores.append(float(likely[step, number]))
            steps.append([step])
        before = number
    length = len(best) * filled
    places = tuple(min(1.0, (sum(own) / len(own) + 0.5) / length) for own in steps)
    return ReadLine("".join(text), tuple(round(score, 4) for score in scores), places)


def _run(model: str, batch: NDArray[np.float32]) -> NDArray[np.float32]:
    session = _session(model)
    try:
        return session.run(None, {session.get_inputs()[0].name: batch})[0]
    except RuntimeException as error:
        # What C++ says when it gets no memory.
        if "bad_alloc" in str(error):
            raise MemoryError(str(error)) from error
        raise


@cache
def _characters() -> list[str]:
    """The characters by their numbers in the model; 0 is none."""
    listed = _session(_READER).get_modelmeta().custom_metadata_map["character"].split("\n")
    return ["", *listed, " "]


@cache
def _expected() -> NDArray[np.float32]:
    """How likely characters are at all: the mainland prints those of GB 2312, and 貼 hardly ever."""
    simplified = [_is_encoded(character) for character in _characters()]
    return np.where(simplified, 1.0, _RARE).astype(np.float32)


def _is_encoded(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@cache
def _session(name: str) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    # Memory that was needed for the largest batch would be kept for good.
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(str(_models() / name), options, ["CPUExecutionProvider"])


def _models() -> Path:
    package = find_spec("rapidocr")
    assert package is not None and package.origin is not None
    return Path(package.origin).parent / "models"
