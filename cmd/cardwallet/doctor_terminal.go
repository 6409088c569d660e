package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/charmbracelet/colorprofile"
	"golang.org/x/term"

	"cardwallet/config"
	"cardwallet/tui/clip"
	"cardwallet/tui/ui"
)

// nobodyFix is what to do in a session that runs for itself, as in a script: nothing is wrong with that.
const nobodyFix = "attach to the session and run it again"

// checkClipboard finds out where a copied value would go, and with a person there whether it gets there.
func (a *app) checkClipboard(ctx context.Context, c *config.Config, b *clip.Board, at clip.Situation, untouched bool) []finding {
	const group = "clipboard"
	switch {
	case errors.Is(at.Err, clip.ErrOff):
		return append([]finding{{group, "path", checkOK, "none: copying is switched off in the config", ""}}, viewers(group, at)...)
	case errors.Is(at.Err, clip.ErrNobody):
		return []finding{{group, "path", checkSkipped, "not known: nobody is attached to this tmux session", nobodyFix}}
	case at.Err != nil:
		return append([]finding{failing(group, "path", checkProblem, at.Err)}, viewers(group, at)...)
	}
	found := []finding{
		{group, "path", checkOK, at.Via.Way(), ""},
		{group, "clears", checkOK, "after " + c.Clipboard.ClearAfter.String(), ""},
	}
	if at.Tmux {
		found = append(found, tmuxFinding(group, at))
	}
	found = append(found, viewers(group, at)...)
	switch {
	case at.Tmux && at.Viewers == 0:
		found = append(found, finding{group, "test", checkSkipped, "not confirmed: nobody is attached to this tmux session", ""})
	case untouched:
		found = append(found, finding{group, "test", checkSkipped, "not confirmed: --no-clipboard", ""})
	case a.flags.json || !a.interactive():
		found = append(found, finding{group, "test", checkSkipped, "not confirmed: run it in a terminal, without --json", ""})
	case at.Via == clip.System:
		found = append(found, a.testSystem(ctx, group, b))
	default:
		found = append(found, a.testTerminal(ctx, group, b, ""))
	}
	return found
}

// viewers says who else sees what is shown.
func viewers(group string, at clip.Situation) []finding {
	switch {
	case at.Viewers > 1:
		return []finding{{group, "viewers", checkWarning, fmt.Sprintf("%d terminals show this tmux session: others see what you reveal", at.Viewers),
			"detach the others: tmux detach-client -a"}}
	case at.Viewers == 1:
		return []finding{{group, "viewers", checkOK, "yours is the only terminal that shows this tmux session", ""}}
	case at.Screen:
		return []finding{{group, "viewers", checkSkipped, "not known: GNU screen does not tell", ""}}
	}
	return nil
}

func tmuxFinding(group string, at clip.Situation) finding {
	detail := fmt.Sprintf("%s, your terminal is %s", at.Version, at.Terminal)
	if at.SetClipboard != "" {
		detail += ", set-clipboard " + at.SetClipboard
	}
	if at.Passes {
		detail += ", passes sequences on"
	}
	if at.Terminal == "" {
		return finding{group, "tmux", checkSkipped, at.Version + ", nobody is attached: what your terminal takes is not known", nobodyFix}
	}
	if at.Remote && !at.CanSet && at.SetClipboard == "off" {
		return finding{group, "tmux", checkWarning, detail, "let tmux set the clipboard: tmux set -s set-clipboard external"}
	}
	return finding{group, "tmux", checkOK, detail, ""}
}

// tmuxFindings compares what the config wants of the terminal with what tmux lets through, which by default is neither.
func tmuxFindings(ctx context.Context, ui config.UI, b *clip.Board, at clip.Situation) (found []finding) {
	const group = "terminal"
	if !at.Tmux {
		return nil
	}
	if ui.HideOnBlur && at.FocusEvents == "off" {
		found = append(found, finding{group, "focus", checkWarning, "tmux does not tell when your terminal loses the focus: hide_on_blur does nothing here",
			"let it tell: tmux set -s focus-events on, then attach again"})
	}
	if strings.HasPrefix(ui.Notify, "osc") {
		if _, ok := b.Reach(ctx, ""); !ok {
			found = append(found, finding{group, "notify", checkWarning, "tmux passes no notifications on: a new code only rings the bell",
				"let it pass them on: tmux set -g allow-passthrough on"})
		}
	}
	return found
}

// testSystem needs nobody: what is there is put back.
func (a *app) testSystem(ctx context.Context, group string, b *clip.Board) finding {
	err := b.TryOut(ctx)
	switch {
	case errors.Is(err, clip.ErrUnsaved):
		return a.testTerminal(ctx, group, b, ", which is no text or nothing")
	case err != nil:
		return finding{group, "test", checkProblem, err.Error(), "install wl-clipboard, xclip or xsel, or set mode = \"osc52\" under [clipboard]"}
	}
	return finding{group, "test", checkOK, "a word was copied, read back, and what was there before put back", ""}
}

// testTerminal sends a word and asks the person what arrived: no terminal tells. What was on the clipboard is lost by it, so it asks first.
func (a *app) testTerminal(ctx context.Context, group string, b *clip.Board, which string) finding {
	const name = "test"
	fmt.Fprintln(a.beside())
	if err := a.ask(ctx, fmt.Sprintf("test the clipboard? the word %q replaces what is there%s", clip.Word, which)); err != nil {
		return finding{group, name, checkSkipped, "not confirmed: you did not want it tested", ""}
	}
	copied, err := b.Put(ctx, []byte(clip.Word))
	if err == nil {
		err = b.Send(ctx, copied, clip.Word)
	}
	if err != nil {
		return failing(group, name, checkProblem, err)
	}
	answer, err := a.readLine(ctx, "now paste it here and press enter (enter alone if nothing comes)", ": ")
	if way, clearErr := b.Clear(context.WithoutCancel(ctx), copied); clearErr == nil {
		_ = clip.SendToTerminal(way, clip.Blank) // nothing secret is there: best effort
	}
	if err != nil {
		return finding{group, name, checkSkipped, "not confirmed: nobody said what arrived", ""}
	}
	arrived := strings.TrimSpace(answer) == clip.Word
	if err := b.Remember(copied, arrived, a.now()); err != nil {
		return failing(group, name, checkWarning, fmt.Errorf("what came of it cannot be kept: %w", err))
	}
	if !arrived {
		fix := "allow clipboard access (OSC 52) in your terminal's settings; values can always be shown and selected by hand"
		if copied.Via == clip.NearTmux || copied.Via == clip.NearScreen {
			fix = "in the tmux on your side: tmux set -s set-clipboard on; and " + fix
		}
		return finding{group, name, checkProblem, "the word was sent and did not arrive", fix}
	}
	return finding{group, name, checkOK, "the word arrived; copies to this terminal will say so", ""}
}

// checkTerminal looks at what the screen needs.
func (a *app) checkTerminal() []finding {
	const group = "terminal"
	name := os.Getenv("TERM")
	found := []finding{{group, "type", checkOK, name, ""}}
	if ui.Dumb(os.Getenv) {
		found[0] = finding{group, "type", checkProblem, "TERM is " + fmt.Sprintf("%q", name), "set TERM to your terminal's name, for example xterm-256color"}
	}
	switch width, height, ok := a.size(); {
	case !ok:
		found = append(found, finding{group, "size", checkSkipped, "not known: the output is no terminal", ""})
	case width == 0 || height == 0:
		found = append(found, finding{group, "size", checkWarning, fmt.Sprintf("the terminal says %d by %d: the screen takes it for %d by %d", width, height, ui.DefaultWidth, ui.DefaultHeight),
			"say how large it is, for example: stty cols 80 rows 24"})
	case width < 60 || height < 16:
		found = append(found, finding{group, "size", checkProblem, fmt.Sprintf("%d by %d", width, height), "make it 60 by 16 or larger"})
	default:
		found = append(found, finding{group, "size", checkOK, fmt.Sprintf("%d by %d", width, height), ""})
	}
	found = append(found, localeFinding(group, os.Getenv))
	return append(found, colourFinding(group, colorprofile.Detect(a.out, os.Environ()), ui.NoColour(os.Getenv)))
}

// size is that of the terminal that the output goes to; ok is false where it goes to none.
func (a *app) size() (width, height int, ok bool) {
	f, ok := a.out.(interface{ Fd() uintptr })
	if !ok {
		return 0, 0, false
	}
	width, height, err := term.GetSize(int(f.Fd()))
	return width, height, err == nil
}

// colourFinding says what the screen can be drawn with.
func colourFinding(group string, profile colorprofile.Profile, off bool) finding {
	const name = "colours"
	words := map[colorprofile.Profile]string{
		colorprofile.ASCII: "none", colorprofile.ANSI: "16", colorprofile.ANSI256: "256", colorprofile.TrueColor: "16 million",
	}[profile]
	switch {
	case off:
		words = "off, by NO_COLOR"
	case words == "":
		return finding{group, name, checkSkipped, "not known: the output is no terminal", ""}
	}
	return finding{group, name, checkOK, words, ""}
}

// localeFinding wants UTF-8: the frames and symbols of the screen are not ASCII.
func localeFinding(group string, getenv func(string) string) finding {
	switch name, value := ui.Locale(getenv); {
	case ui.ASCIIOnly(getenv):
		return finding{group, "characters", checkWarning, name + " is " + value + ", not UTF-8: the screen is drawn in ASCII, and other characters as ?", "set LANG=C.UTF-8"}
	case value == "":
		return finding{group, "characters", checkWarning, "no locale is set: symbols may be drawn wrongly", "set LANG=C.UTF-8"}
	default:
		return finding{group, "characters", checkOK, value, ""}
	}
}
