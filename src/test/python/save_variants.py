"""Saves a state dict as PyTorch can: save_variants.py weights folder"""
import sys
from collections import OrderedDict

import torch

weights, folder = sys.argv[1:]
state = torch.load(weights)


def save(name, content, **how):
    torch.save(content, f"{folder}/{name}", **how)


def each(change):
    return OrderedDict((name, change(tensor)) for name, tensor in state.items())


save("zip.pth", state)
save("legacy.pth", state, _use_new_zipfile_serialization=False)
for name, type in (("half", torch.float16), ("bfloat16", torch.bfloat16), ("double", torch.float64)):
    save(f"{name}.pth", each(lambda tensor: tensor.to(type)))
    save(f"{name}-legacy.pth", each(lambda tensor: tensor.to(type)), _use_new_zipfile_serialization=False)
save("parallel.pkl", OrderedDict(("module." + name, tensor) for name, tensor in state.items()))
save("parameters.pt", {name: torch.nn.Parameter(tensor) for name, tensor in state.items()})
save("channels-last.pth", each(lambda t: t.contiguous(memory_format=torch.channels_last) if t.dim() == 4 else t))
flat = torch.cat([tensor.flatten() for tensor in state.values()])
shared, start = {}, 0
for name, tensor in state.items():
    shared[name] = flat[start:start + tensor.numel()].view(tensor.shape)
    start += tensor.numel()
save("one-storage.pth", shared)
save("one-storage-legacy.pth", shared, _use_new_zipfile_serialization=False)
parameters = [torch.nn.Parameter(tensor.clone()) for tensor in state.values()]
optimiser = torch.optim.SGD(parameters, 0.01, momentum=0.99, nesterov=True)
sum(parameter.sum() for parameter in parameters).backward()
optimiser.step()
save("checkpoint.tar", {"epoch": 3, "state_dict": state, "optimizer": optimiser.state_dict(), "best": 0.7})
save("refused-model.pth", torch.nn.Sequential(torch.nn.Conv2d(3, 1, 3)))
save("refused-model-legacy.pth", torch.nn.Sequential(torch.nn.Conv2d(3, 1, 3)), _use_new_zipfile_serialization=False)
torch.jit.script(torch.nn.Conv2d(3, 1, 3)).save(f"{folder}/refused-script.pt")
