"""Architectures of the face emotion net, by name; every one takes [n,1,48,48] and crops inside.

Training, export and checkpoints live in their own files.
"""
import torch
from torch import nn

SIZE = 48  # the side of a face as it comes in, in pixels
CROP = 44  # the side that the nets look at: the centre when judging, a random view when training
VOTES = 10  # FER+ columns: eight emotions, unknown, not a face


def crop_centre(faces, side):
    """Return the centre side x side of [n,1,48,48]."""
    edge = (SIZE - side) // 2
    return faces[:, :, edge:edge + side, edge:edge + side]


def conv_bn(inputs, outputs, stride=1, kernel=3):
    """A convolution without bias followed by batch normalisation."""
    return [nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False), nn.BatchNorm2d(outputs)]


class BasicBlock(nn.Module):
    """The two-convolution residual block of He et al. 2016."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.body = nn.Sequential(*conv_bn(inputs, outputs, stride), nn.ReLU(inplace=True), *conv_bn(outputs, outputs))
        same = stride == 1 and inputs == outputs
        self.skip = nn.Sequential() if same else nn.Sequential(*conv_bn(inputs, outputs, stride, kernel=1))

    def forward(self, x):
        return torch.relu(self.body(x) + self.skip(x))


class EmotionNet(nn.Module):
    """A trunk, a classifier over the emotions, and a second head for FER+ votes, of which votes.py ships the emotions."""

    def __init__(self, trunk, features, classes, dropout, view=CROP):
        super().__init__()
        self.view = view
        self.trunk = trunk
        self.dropout = nn.Dropout(dropout)
        self.classifier = nn.Linear(features, classes)
        self.votes = nn.Linear(features, VOTES)

    def forward(self, faces):
        """Return logits [n, classes] for whole faces [n,1,48,48] after mean and std."""
        return self.classifier(self.dropout(self.trunk(crop_centre(faces, self.view))))

    def of_views(self, views):
        """Return (logits [n, classes], FER+ logits [n, 10]) for views [n,1,view,view] that are cut already."""
        features = self.dropout(self.trunk(views))
        return self.classifier(features), self.votes(features)


def residual_stages(width, stem, inputs):
    """Four stages of two basic blocks, widths w, 2w, 4w, 8w, then global average pooling."""
    layers = list(stem)
    for stage in range(4):
        outputs = width * 2 ** stage
        layers += [BasicBlock(inputs, outputs, 1 if stage == 0 else 2), BasicBlock(outputs, outputs, 1)]
        inputs = outputs
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten()), inputs


def moodnet(classes, width=32, dropout=.3):
    """The net that ships: a ResNet-18 whose stem halves the picture, so that a face costs about 75 MMAC."""
    half = width // 2
    stem = [*conv_bn(1, half), nn.ReLU(inplace=True), *conv_bn(half, width, 2), nn.ReLU(inplace=True)]
    return EmotionNet(*residual_stages(width, stem, width), classes, dropout)


def resnet(classes, width=32, dropout=.3):
    """A teacher: ResNet-18 at full resolution (CIFAR stem), four times the work of `moodnet`."""
    stem = [*conv_bn(1, width), nn.ReLU(inplace=True)]
    return EmotionNet(*residual_stages(width, stem, width), classes, dropout)


def vgg(classes, width=32, dropout=.3):
    """A teacher: four pairs of convolutions with pooling, in the manner of Simonyan and Zisserman 2015."""
    layers, inputs = [], 1
    for stage in range(4):
        outputs = width * 2 ** stage
        for _ in range(2):
            layers += [*conv_bn(inputs, outputs), nn.ReLU(inplace=True)]
            inputs = outputs
        layers.append(nn.MaxPool2d(2))
    return EmotionNet(nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten()), inputs, classes, dropout)


def baseline(classes, width=32, dropout=.25):
    """The plain three-block Conv-Pool-Dropout net of the field's tutorials, here only as a row to compare with."""
    layers, inputs = [], 1
    for outputs in (width, 2 * width, 4 * width):
        layers += [nn.Conv2d(inputs, outputs, 3, padding=1), nn.ReLU(inplace=True), nn.MaxPool2d(2), nn.Dropout(dropout)]
        inputs = outputs
    side = SIZE // 8
    layers += [nn.Flatten(), nn.Linear(inputs * side * side, 128), nn.ReLU(inplace=True)]
    return EmotionNet(nn.Sequential(*layers), 128, classes, .5, view=SIZE)


ARCHITECTURES = {"moodnet": moodnet, "resnet": resnet, "vgg": vgg, "baseline": baseline}


def build(name, classes, **options):
    """Build a net by name; raises KeyError for a name that ARCHITECTURES does not have."""
    return ARCHITECTURES[name](classes, **options)


def count_parameters(net):
    """Parameters of the net up to the data set's labels: without the FER+ head."""
    return sum(p.numel() for name, p in net.named_parameters() if not name.startswith("votes."))


def count_macs(net):
    """Multiply-accumulates for one face, convolutions and linear layers, measured by a forward pass."""
    total = []

    def note(layer, _inputs, output):
        positions = output[0, 0].numel() if output.dim() == 4 else 1
        total.append(layer.weight.numel() * positions)

    hooks = [m.register_forward_hook(note) for m in net.modules() if isinstance(m, (nn.Conv2d, nn.Linear))]
    training = net.training
    with torch.no_grad():
        net.eval()(torch.zeros(1, 1, SIZE, SIZE))
    net.train(training)
    for hook in hooks:
        hook.remove()
    return sum(total)
