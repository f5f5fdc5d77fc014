"""Serves one of the tiny models by llama.cpp's server (PyPI xllamacpp, gguf): llamaServer.py MODEL_FOLDER GGUF_FILE PORT."""

import json
import struct
import sys

import gguf
import numpy
import xllamacpp

TENSORS = {
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "self_attn.q_norm": "attn_q_norm",
    "self_attn.k_norm": "attn_k_norm",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
    "input_layernorm": "attn_norm",
    "post_attention_layernorm": "ffn_norm",
}


def read_json(path):
    with open(path) as file:
        return json.load(file)


def name_of(tensor):
    if tensor == "model.embed_tokens.weight":
        return "token_embd.weight"
    if tensor == "model.norm.weight":
        return "output_norm.weight"
    _, _, layer, *part, _ = tensor.split(".")
    return f"blk.{layer}.{TENSORS['.'.join(part)]}.weight"


def convert(folder, target):
    """Writes a dense Qwen3 with a byte-level tokenizer as GGUF in float32."""
    config = read_json(f"{folder}/config.json")
    tokenizer = read_json(f"{folder}/tokenizer.json")
    writer = gguf.GGUFWriter(target, "qwen3")
    writer.add_context_length(config["max_position_embeddings"])
    writer.add_embedding_length(config["hidden_size"])
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_head_count(config["num_attention_heads"])
    writer.add_head_count_kv(config["num_key_value_heads"])
    writer.add_key_length(config["head_dim"])
    writer.add_value_length(config["head_dim"])
    writer.add_layer_norm_rms_eps(config["rms_norm_eps"])
    writer.add_rope_freq_base(config["rope_theta"])
    writer.add_file_type(0)
    tokens = [f"[PAD{i}]" for i in range(config["vocab_size"])]
    types = [5] * len(tokens)
    for text, number in tokenizer["model"]["vocab"].items():
        tokens[number], types[number] = text, 1
    for added in tokenizer["added_tokens"]:
        tokens[added["id"]], types[added["id"]] = added["content"], 3 if added["special"] else 4
    merges = tokenizer["model"]["merges"]
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list(tokens)
    writer.add_token_types(types)
    writer.add_token_merges([merge if isinstance(merge, str) else " ".join(merge) for merge in merges])
    writer.add_eos_token_id(config["eos_token_id"])
    writer.add_bos_token_id(config["bos_token_id"])
    writer.add_add_bos_token(False)
    with open(f"{folder}/chat_template.jinja") as template:
        writer.add_chat_template(template.read())
    with open(f"{folder}/model.safetensors", "rb") as file:
        data = file.read()
    start = 8 + struct.unpack("<Q", data[:8])[0]
    for tensor, entry in json.loads(data[8:start]).items():
        if tensor in ("__metadata__", "lm_head.weight"):
            continue
        first, last = entry["data_offsets"]
        values = data[start + first : start + last]
        if entry["dtype"] == "BF16":
            numbers = (numpy.frombuffer(values, numpy.uint16).astype(numpy.uint32) << 16).view(numpy.float32)
        else:
            numbers = numpy.frombuffer(values, numpy.float32)
        writer.add_tensor(name_of(tensor), numpy.ascontiguousarray(numbers.reshape(entry["shape"])))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


folder, target, port = sys.argv[1:]
convert(folder, target)
params = xllamacpp.CommonParams()
params.model.path = target
params.n_ctx, params.n_parallel = 2048, 4
params.hostnames, params.port = ["127.0.0.1"], int(port)
params.model_alias, params.use_jinja = {"arith-s"}, True
server = xllamacpp.Server(params)
print("ready", flush=True)
# Ends with the test, which closes the standard input.
sys.stdin.read()
