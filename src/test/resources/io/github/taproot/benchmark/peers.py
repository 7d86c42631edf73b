"""What Taproot's benchmark compares with, in PyTorch and scikit-image: answers each line with seconds, or with error and why.

versions | tile WIDTH HEAD | step | thin FILE WIDTH HEIGHT (bytes) | frangi FILE WIDTH HEIGHT (float64)
The network is the U-Net of Smith et al. (2020): unpadded convolutions, ReLU, then GroupNorm; these not in a plain head.
"""
import sys
import time


def network(width=64, head="paper"):
    import torch
    from torch import nn

    def layer(convolution, channels):
        return [convolution, nn.ReLU(), nn.GroupNorm(min(32, channels), channels)]

    def double(inputs, channels):
        return nn.Sequential(*layer(nn.Conv2d(inputs, channels, 3), channels), *layer(nn.Conv2d(channels, channels, 3), channels))

    class Network(nn.Module):
        def __init__(self):
            super().__init__()
            sizes = [width << level for level in range(5)]
            self.down = nn.ModuleList([double(3, width)] + [double(size, 2 * size) for size in sizes[:-1]])
            self.up = nn.ModuleList(
                [nn.Sequential(*layer(nn.ConvTranspose2d(2 * size, size, 2, stride=2), size)) for size in sizes[-2::-1]])
            self.after = nn.ModuleList([double(2 * size, size) for size in sizes[-2::-1]])
            last = nn.Conv2d(width, 2, 1)
            self.head = nn.Sequential(*layer(last, 2)) if head == "paper" else last

        def forward(self, x):
            encoded = []
            for level, down in enumerate(self.down):
                x = down(x if level == 0 else nn.functional.max_pool2d(x, 2))
                encoded.append(x)
            for up, after, left in zip(self.up, self.after, encoded[-2::-1]):
                x = up(x)
                start = (left.shape[2] - x.shape[2]) // 2
                x = after(torch.cat([left[:, :, start:start + x.shape[2], start:start + x.shape[3]], x], 1))
            return self.head(x)

    if (width, head) not in made:
        torch.manual_seed(1)
        net = Network()
        made[width, head] = net, torch.optim.SGD(net.parameters(), 0.01, momentum=0.99, nesterov=True, weight_decay=1e-5)
        made["x"] = torch.rand(1, 3, 572, 572) - 0.5
        made["y"] = (torch.rand(1, 388, 388) < 0.01).long()
    return torch, *made[width, head]


made = {}


def tile(width, head):
    torch, net, _ = network(int(width), head)

    def predict():
        with torch.no_grad():
            torch.softmax(net(made["x"]), 1)
    return predict


def step():
    torch, net, optimiser = network()

    def train():
        out = net(made["x"])
        p = torch.softmax(out, 1)[:, 1]
        y = made["y"]
        dice = 1 - 2 * (p * y).sum() / (p.sum() + y.sum())
        loss = dice + 0.3 * torch.nn.functional.cross_entropy(out, y)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return train


def image(file, width, height, kind):
    import numpy
    return numpy.fromfile(file, kind).reshape(int(height), int(width))


def thin(file, width, height):
    from skimage.morphology import skeletonize
    mask = image(file, width, height, "u1") > 0
    return lambda: skeletonize(mask)


def frangi(file, width, height):
    from skimage.filters import frangi as filtered
    grey = image(file, width, height, "<f8")
    return lambda: filtered(grey, sigmas=[1, 2, 4, 8], beta=0.5, gamma=15, black_ridges=True)


def versions():
    found = []
    for name in ("torch", "skimage"):
        try:
            found.append(name + " " + __import__(name).__version__)
        except Exception:
            found.append(name + " absent")
    return ", ".join(found) + ", Python " + sys.version.split()[0]


if len(sys.argv) > 1:
    try:
        import torch
        torch.set_num_threads(int(sys.argv[1]))
    except Exception:
        pass
for line in sys.stdin:
    words = line.rstrip("\n").split("\t")
    try:
        if words[0] == "versions":
            print(versions(), flush=True)
            continue
        work = {"tile": tile, "step": step, "thin": thin, "frangi": frangi}[words[0]](*words[1:])
        begin = time.perf_counter()
        work()
        print(time.perf_counter() - begin, flush=True)
    except Exception as e:
        print("error " + str(e).replace("\n", " "), flush=True)
