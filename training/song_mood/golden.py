"""Analyses of our own making, whose point both sides of the contract must agree on; no song of any data set is among them."""
CASES = (
    ("lively", {"onsetsPerSecond": 4.2, "fluxDb": 1.1, "chromaEntropy": .93, "tempoBpm": 132., "dynamicRangeDb": 6.,
                "crestFactorDb": 14., "mode": "major", "loudnessLufs": -14., "brightnessHz": 1800.,
                "cues": {"decayDbPerSecond": 70., "localMajorness": .15, "localKeyStrength": .85, "registerPitch": 66.}}),
    ("gloomy", {"onsetsPerSecond": .9, "fluxDb": .35, "chromaEntropy": .97, "tempoBpm": 63., "dynamicRangeDb": 13.,
                "crestFactorDb": 20., "mode": "minor", "loudnessLufs": -24., "brightnessHz": 700.,
                "cues": {"decayDbPerSecond": 35., "localMajorness": -.2, "localKeyStrength": .6, "registerPitch": 55.}}),
    ("without a pulse", {"onsetsPerSecond": 0., "fluxDb": .2, "chromaEntropy": .9, "tempoBpm": None, "dynamicRangeDb": 2., "crestFactorDb": 12., "mode": None, "loudnessLufs": -30., "brightnessHz": 400.,
                         "cues": {"decayDbPerSecond": 0., "localMajorness": 0., "localKeyStrength": 0.,
                                  "registerPitch": 50.}}),
    ("strange", {"onsetsPerSecond": 11., "fluxDb": 6., "chromaEntropy": 1., "tempoBpm": 205., "dynamicRangeDb": 1.,
                 "crestFactorDb": 4., "mode": "minor", "loudnessLufs": -5., "brightnessHz": 4200.,
                 "cues": {"decayDbPerSecond": 300., "localMajorness": -.5, "localKeyStrength": .5,
                          "registerPitch": 40.}}),
)
