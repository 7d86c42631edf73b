"""The networks of Smith et al. (2020) and of RootPainter in PyTorch: predict_tile.py unet|rootpainter weights tile probability

tile and probability are float32 in C order, (row, column, channel) of 572 px and (row, column).
"""
import sys

import numpy as np
import torch
from torch import nn


def layer(convolution, channels):
    return nn.Sequential(convolution, nn.ReLU(), nn.GroupNorm(min(32, channels), channels))


class Down(nn.Module):
    def __init__(self, channels, residual):
        super().__init__()
        padding = 1 if residual else 0
        self.pool = nn.MaxPool2d(2)
        self.conv1 = layer(nn.Conv2d(channels, 2 * channels, 3, padding=padding), 2 * channels)
        self.conv2 = layer(nn.Conv2d(2 * channels, 2 * channels, 3, padding=padding), 2 * channels)
        if residual:
            self.conv1x1 = nn.Sequential(nn.Conv2d(2 * channels, channels, 1, bias=False))

    def forward(self, x):
        pooled = self.pool(x)
        y = self.conv2(self.conv1(pooled))
        return self.conv1x1(y) + pooled if hasattr(self, "conv1x1") else y


class Up(nn.Module):
    def __init__(self, inputs, residual):
        super().__init__()
        self.residual = residual
        channels = inputs if residual else inputs // 2
        self.conv1 = layer(nn.ConvTranspose2d(inputs, channels, 2, stride=2), channels)
        self.conv2 = layer(nn.Conv2d(inputs, channels, 3), channels)
        self.conv3 = layer(nn.Conv2d(channels, channels, 3), channels)

    def forward(self, x, encoded):
        up = self.conv1(x)
        start = (encoded.shape[2] - up.shape[2]) // 2
        cropped = encoded[:, :, start:start + up.shape[2], start:start + up.shape[3]]
        x = cropped + up if self.residual else torch.cat([cropped, up], 1)
        return self.conv3(self.conv2(x))


class Network(nn.Module):
    def __init__(self, width, residual):
        super().__init__()
        self.conv_in = nn.Sequential(*layer(nn.Conv2d(3, width, 3), width), *layer(nn.Conv2d(width, width, 3), width))
        for level in range(1, 5):
            setattr(self, f"down{level}", Down(width if residual else width << level - 1, residual))
            setattr(self, f"up{level}", Up(width if residual else width << 5 - level, residual))
        self.conv_out = nn.Sequential(nn.Conv2d(width, 2, 1), nn.ReLU(), nn.GroupNorm(2, 2))

    def forward(self, x):
        x = self.conv_in(x)
        encoded = []
        for level in range(1, 5):
            encoded.append(x)
            x = getattr(self, f"down{level}")(x)
        for level in range(1, 5):
            x = getattr(self, f"up{level}")(x, encoded[-level])
        return self.conv_out(x)


kind, weights, tile, probability = sys.argv[1:]
state = torch.load(weights)
network = Network(len(state["conv_in.0.weight"]), kind == "rootpainter").double()
network.load_state_dict(state)
x = torch.from_numpy(np.fromfile(tile, "<f4").reshape(572, 572, 3)).permute(2, 0, 1)[None].double()
with torch.no_grad():
    root = torch.softmax(network(x), 1)[0, 1]
root.numpy().astype("<f4").tofile(probability)
