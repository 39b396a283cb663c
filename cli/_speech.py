"""typer's commands, saying in the reader's language what typer says in English only.

The voice travels as the `obj` of typer's context. The contexts are `Any`: typer gives them no public type.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import typer
from typer.core import TyperCommand, TyperGroup

from gongkai.cli._exit import UsageError
from gongkai.cli._nearest import nearest
from gongkai.cli._voice import Voice

FLAG: Final = " "
"""The value column of an option that takes none; typer would print `<bool>`."""


def options_panel(say: Voice) -> str:
    """The heading over the options in a help page."""
    return say("选项", "Options")


def add_command(app: typer.Typer, say: Voice, run: Callable[..., int], help_text: str) -> None:
    """Adds `run` to `app` as a command of its name (without a leading `run_`)."""
    app.command(
        name=run.__name__.removeprefix("run_"),
        cls=Command,
        help=help_text,
        # typer would refuse extra arguments in English; `Command` does it in the reader's language.
        context_settings={"allow_extra_args": True},
        options_metavar=say("[选项]", "[OPTIONS]"),
        rich_help_panel=say("命令", "Commands"),
    )(run)


class _Spoken:
    """What commands and the group of them have in common."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        pieces = self.collect_usage_pieces(ctx)  # type: ignore[attr-defined] # mixed into typer's classes
        formatter.write_usage(ctx.command_path, " ".join(pieces), ctx.obj("用法：", "Usage: "))

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)  # type: ignore[misc] # as above
        option.help = ctx.obj("显示这份说明", "Show this help")
        option.metavar = FLAG
        option.rich_help_panel = options_panel(ctx.obj)
        return option


class Command(_Spoken, TyperCommand):
    """A command; it refuses arguments that it has no use for."""

    def invoke(self, ctx: Any) -> Any:
        if ctx.args:
            extra, path = " ".join(ctx.args), ctx.command_path
            raise UsageError(
                ctx.obj(
                    f"{path} 不认得多出来的 {extra}；用 {path} --help 看用法。",
                    f"{path} has no use for {extra}; see {path} --help.",
                )
            )
        return super().invoke(ctx)


class Group(_Spoken, TyperGroup):
    """The group of commands; it suggests the command that was meant."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        asked = args[0]
        if asked not in self.commands:
            say: Voice = ctx.obj
            hint = nearest(say, asked, self.commands)
            raise UsageError(
                say(
                    f"没有命令 {asked}。{hint}用 {ctx.command_path} --help 看全部命令。",
                    f"There is no command {asked}. {hint} See {ctx.command_path} --help.",
                )
            )
        return super().resolve_command(ctx, args)


def explain_typer_error(say: Voice, error: Exception) -> str:
    """What typer's own complaint about an option means, for a person.

    typer's classes for it are private, their attributes tell them apart: `possibilities` is on that for an
    unknown option, `option_name` also on that for one without its value. Others keep typer's words.
    """
    option = getattr(error, "option_name", None)
    context: Any = getattr(error, "ctx", None)
    path = "gongkai" if context is None else context.command_path
    if option is None:
        return say(f"用法不对：{error}", f"Wrong usage: {error}")
    if not hasattr(error, "possibilities"):
        return say(
            f"选项 {option} 后面缺少它的值，或带了它不需要的值；用 {path} --help 看用法。",
            f"Option {option} lacks its value, or has one it does not take; see {path} --help.",
        )
    known = (
        []
        if context is None
        else [word for param in context.command.get_params(context) for word in param.opts]
    )
    hint = nearest(say, option, [word for word in known if word.startswith("-")])
    return say(
        f"没有选项 {option}。{hint}用 {path} --help 看全部选项。",
        f"There is no option {option}. {hint} See {path} --help.",
    )
