# Two commands set everything up on a fresh machine: `make audit` and `make test`.
# Needs: Python 3.11 or newer with pip. Everything else is put into .venv.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
OUT ?= out
WORKERS ?= 2
SOURCES := pyproject.toml constraints.txt

.PHONY: help audit test lint docs pictures bench clean

help:
	@echo 'make audit  造一个示例省份并审核，说明结果在哪里 / make a demo province and audit it'
	@echo 'make test   安装测试所需并运行测试 / install what the tests need and run them'
	@echo 'make lint   ruff 与 mypy / ruff and mypy'
	@echo 'make docs   重新生成由代码生成的页面与规则套件 / regenerate pages and suites that come from code'
	@echo 'make pictures  重新制作 docs/pages 中的页面图片 / make the pictures in docs/pages again'
	@echo 'make bench  性能对比 / benchmarks'
	@echo 'make clean  删除 .venv 与 $(OUT) / remove .venv and $(OUT)'

audit: .venv/.installed
	$(BIN)/gongkai demo -o $(OUT)/demo
	@# 1 says that there are findings, which the demo has on purpose; 2 and 3 are failures.
	@$(BIN)/gongkai audit $(OUT)/demo/reports --registry $(OUT)/demo/registry.csv --scope departments -o $(OUT)/audit || { code=$$?; [ $$code -eq 1 ] || exit $$code; }
	@echo "结果 / result: $(abspath $(OUT))/audit/index.html"

test: .venv/.tested
	@bash .ci/system
	$(BIN)/python -m pytest -n $(WORKERS) -m 'not slow'

lint: .venv/.tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

docs: .venv/.installed
	$(BIN)/python -m gongkai.forms docs/forms.md
	$(BIN)/python -m gongkai.rules docs/rules
	$(BIN)/python -m gongkai.expectations
	$(BIN)/python -m gongkai.checkpoints

pictures: .venv/.tested
	@bash .ci/system
	$(BIN)/python -m tests.reviews.pictures

bench: .venv/.tested
	$(BIN)/python -m benchmarks --write

clean:
	rm -rf .venv $(OUT)

# The stamps make a second `make` quick: pip runs again only when the requirements change.
.venv/.installed: $(SOURCES) | .venv/bin/python
	$(PIP) install --quiet --constraint constraints.txt --editable .
	@touch $@

.venv/.tested: $(SOURCES) | .venv/bin/python
	$(PIP) install --quiet --constraint constraints.txt --editable '.[test,bench,lint]'
	@touch .venv/.installed $@

.venv/bin/python:
	@PYTHON='$(PYTHON)' bash .ci/venv
