"""Prints how long scikit-image's frangi takes for a grey image, once for each line it reads: FILE WIDTH HEIGHT."""
import sys
import time

import numpy
from skimage.filters import frangi

image = numpy.fromfile(sys.argv[1]).reshape(int(sys.argv[3]), int(sys.argv[2]))
frangi(image[:200], sigmas=[1, 2, 4, 8], beta=0.5, gamma=15, black_ridges=True)
for line in sys.stdin:
    start = time.perf_counter()
    frangi(image, sigmas=[1, 2, 4, 8], beta=0.5, gamma=15, black_ridges=True)
    print(time.perf_counter() - start, flush=True)
