#!/bin/sh
# 在能上网的机器上运行一次，把 gongkai 和全部依赖收进 wheelhouse/；之后构建镜像、运行都不用网络。
# Run once where there is a network: gongkai and all it needs go into wheelhouse/. Neither the build nor a run needs one after that.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
rm -rf "$here/wheelhouse"
python3 -m pip wheel --no-deps --wheel-dir "$here/wheelhouse" "$root"
python3 -m pip download --only-binary=:all: --constraint "$root/constraints.txt" --dest "$here/wheelhouse" "$here"/wheelhouse/gongkai-*.whl
