"""Training of `pcb_defect_detector`: from DeepPCB and generated boards to an ONNX graph (see ../README.md)."""
