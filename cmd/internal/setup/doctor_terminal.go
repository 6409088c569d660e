package setup

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/charmbracelet/colorprofile"

	"cardwallet/cmd/internal/diagnosis"
	"cardwallet/config"
	"cardwallet/tui/clip"
	"cardwallet/tui/ui"
)

// nobodyFix is what to do in a session that nobody looks at, such as a script's. Nothing is wrong with that.
const nobodyFix = "attach to the session and run it again"

// checkClipboard finds out where a copied value would go, and if a person is there, whether it arrives.
func (a *command) checkClipboard(ctx context.Context, c *config.Config, b *clip.Board, at clip.Situation, untouched bool,
) []diagnosis.Finding {
	const group = "clipboard"
	switch {
	case errors.Is(at.Err, clip.ErrOff):
		return append([]diagnosis.Finding{diagnosis.Fine(group, "path", "none: copying is switched off in the config")}, viewers(group, at)...)
	case errors.Is(at.Err, clip.ErrNobody):
		return []diagnosis.Finding{diagnosis.Skip(group, "path", "not known: nobody is attached to this tmux session", nobodyFix)}
	case at.Err != nil:
		return append([]diagnosis.Finding{diagnosis.Failing(group, "path", diagnosis.Problem, at.Err)}, viewers(group, at)...)
	}
	found := []diagnosis.Finding{
		diagnosis.Fine(group, "path", at.Via.Way()),
		diagnosis.Fine(group, "clears", "after "+c.Clipboard.ClearAfter.String()),
	}
	if at.Tmux {
		found = append(found, tmuxFinding(group, at))
	}
	found = append(found, viewers(group, at)...)
	switch {
	case at.Tmux && at.Viewers == 0:
		found = append(found, diagnosis.Skip(group, "test", "not confirmed: nobody is attached to this tmux session", ""))
	case untouched:
		found = append(found, diagnosis.Skip(group, "test", "not confirmed: --no-clipboard", ""))
	case a.Flags.JSON || !a.Interactive():
		found = append(found, diagnosis.Skip(group, "test", "not confirmed: run it in a terminal, without --json", ""))
	case at.Via == clip.System:
		found = append(found, a.testSystem(ctx, group, b))
	default:
		found = append(found, a.testTerminal(ctx, group, b, ""))
	}
	return found
}

// viewers says who else sees what is shown.
func viewers(group string, at clip.Situation) []diagnosis.Finding {
	switch {
	case at.Viewers > 1:
		return []diagnosis.Finding{diagnosis.Warn(group, "viewers",
			fmt.Sprintf("%d terminals show this tmux session: others see what you reveal", at.Viewers),
			"detach the others: tmux detach-client -a")}
	case at.Viewers == 1:
		return []diagnosis.Finding{diagnosis.Fine(group, "viewers", "yours is the only terminal that shows this tmux session")}
	case at.Screen:
		return []diagnosis.Finding{diagnosis.Skip(group, "viewers", "not known: GNU screen does not tell", "")}
	}
	return nil
}

func tmuxFinding(group string, at clip.Situation) diagnosis.Finding {
	detail := fmt.Sprintf("%s, your terminal is %s", at.Version, at.Terminal)
	if at.SetClipboard != "" {
		detail += ", set-clipboard " + at.SetClipboard
	}
	if at.Passes {
		detail += ", passes sequences on"
	}
	if at.Terminal == "" {
		return diagnosis.Skip(group, "tmux", at.Version+", nobody is attached: what your terminal takes is not known", nobodyFix)
	}
	if at.Remote && !at.CanSet && at.SetClipboard == "off" {
		return diagnosis.Warn(group, "tmux", detail, "let tmux set the clipboard: tmux set -s set-clipboard external")
	}
	return diagnosis.Fine(group, "tmux", detail)
}

// tmuxFindings compares what the config wants of the terminal with what tmux lets through. By default tmux lets neither of the two through.
func tmuxFindings(ctx context.Context, ui config.UI, b *clip.Board, at clip.Situation) (found []diagnosis.Finding) {
	const group = "terminal"
	if !at.Tmux {
		return nil
	}
	if ui.HideOnBlur && at.FocusEvents == "off" {
		found = append(found,
			diagnosis.Warn(group, "focus", "tmux does not tell when your terminal loses the focus: hide_on_blur does nothing here",
				"let it tell: tmux set -s focus-events on, then attach again"))
	}
	if strings.HasPrefix(ui.Notify, "osc") {
		if _, ok := b.Reach(ctx, ""); !ok {
			found = append(found, diagnosis.Warn(group, "notify", "tmux passes no notifications on: a new code only rings the bell",
				"let it pass them on: tmux set -g allow-passthrough on"))
		}
	}
	return found
}

// testSystem asks nobody, since it puts back what is on the clipboard.
func (a *command) testSystem(ctx context.Context, group string, b *clip.Board) diagnosis.Finding {
	err := b.TryOut(ctx)
	switch {
	case errors.Is(err, clip.ErrUnsaved):
		return a.testTerminal(ctx, group, b, ", which is no text or nothing")
	case err != nil:
		return diagnosis.Wrong(group, "test", err.Error(), "install wl-clipboard, xclip or xsel, or set mode = \"osc52\" under [clipboard]")
	}
	return diagnosis.Fine(group, "test", "a word was copied, read back, and what was there before put back")
}

// testTerminal sends a word and asks the person what arrived, since no terminal tells. It asks before it sends, because what is on the
// clipboard gets lost.
func (a *command) testTerminal(ctx context.Context, group string, b *clip.Board, which string) diagnosis.Finding {
	const name = "test"
	fmt.Fprintln(a.Beside())
	if err := a.Ask(ctx, fmt.Sprintf("test the clipboard? the word %q replaces what is there%s", clip.Word, which)); err != nil {
		return diagnosis.Skip(group, name, "not confirmed: you did not want it tested", "")
	}
	copied, err := b.Put(ctx, []byte(clip.Word))
	if err == nil {
		err = b.Send(ctx, copied, clip.Word)
	}
	if err != nil {
		return diagnosis.Failing(group, name, diagnosis.Problem, err)
	}
	answer, err := a.ReadLine(ctx, "now paste it here and press enter (enter alone if nothing comes)", ": ")
	if way, clearErr := b.Clear(context.WithoutCancel(ctx), copied); clearErr == nil {
		_ = clip.SendToTerminal(way, clip.Blank) // nothing secret is there: best effort
	}
	if err != nil {
		return diagnosis.Skip(group, name, "not confirmed: nobody said what arrived", "")
	}
	arrived := strings.TrimSpace(answer) == clip.Word
	if err := b.Remember(copied, arrived, a.Now()); err != nil {
		return diagnosis.Failing(group, name, diagnosis.Warning, fmt.Errorf("what came of it cannot be kept: %w", err))
	}
	if !arrived {
		fix := "allow clipboard access (OSC 52) in your terminal's settings; values can always be shown and selected by hand"
		if copied.Via == clip.NearTmux || copied.Via == clip.NearScreen {
			fix = "in the tmux on your side: tmux set -s set-clipboard on; and " + fix
		}
		return diagnosis.Wrong(group, name, "the word was sent and did not arrive", fix)
	}
	return diagnosis.Fine(group, name, "the word arrived; copies to this terminal will say so")
}

// checkTerminal looks at what the screen needs.
func (a *command) checkTerminal() []diagnosis.Finding {
	const group = "terminal"
	name := os.Getenv("TERM")
	found := []diagnosis.Finding{diagnosis.Fine(group, "type", name)}
	if ui.Dumb(os.Getenv) {
		found[0] = diagnosis.Wrong(group, "type", "TERM is "+fmt.Sprintf("%q", name),
			"set TERM to your terminal's name, for example xterm-256color")
	}
	switch width, height, ok := a.Size(); {
	case !ok:
		found = append(found, diagnosis.Skip(group, "size", "not known: the output is no terminal", ""))
	case width == 0 || height == 0:
		found = append(found, diagnosis.Warn(group, "size",
			fmt.Sprintf("the terminal says %d by %d: the screen takes it for %d by %d", width, height, ui.DefaultWidth, ui.DefaultHeight),
			"say how large it is, for example: stty cols 80 rows 24"))
	case width < 60 || height < 16:
		found = append(found, diagnosis.Wrong(group, "size", fmt.Sprintf("%d by %d", width, height), "make it 60 by 16 or larger"))
	default:
		found = append(found, diagnosis.Fine(group, "size", fmt.Sprintf("%d by %d", width, height)))
	}
	found = append(found, localeFinding(group, os.Getenv))
	return append(found, colourFinding(group, colorprofile.Detect(a.Out, os.Environ()), ui.NoColour(os.Getenv)))
}

// colourFinding says what the screen can be drawn with.
func colourFinding(group string, profile colorprofile.Profile, off bool) diagnosis.Finding {
	const name = "colours"
	words := map[colorprofile.Profile]string{
		colorprofile.ASCII: "none", colorprofile.ANSI: "16", colorprofile.ANSI256: "256", colorprofile.TrueColor: "16 million",
	}[profile]
	switch {
	case off:
		words = "off, by NO_COLOR"
	case words == "":
		return diagnosis.Skip(group, name, "not known: the output is no terminal", "")
	}
	return diagnosis.Fine(group, name, words)
}

// localeFinding wants UTF-8, since the frames and symbols of the screen are not ASCII.
func localeFinding(group string, getenv func(string) string) diagnosis.Finding {
	switch name, value := ui.Locale(getenv); {
	case ui.ASCIIOnly(getenv):
		return diagnosis.Warn(group, "characters", name+" is "+value+
			", not UTF-8: the screen is drawn in ASCII, and other characters as ?", "set LANG=C.UTF-8")
	case value == "":
		return diagnosis.Warn(group, "characters", "no locale is set: symbols may be drawn wrongly", "set LANG=C.UTF-8")
	default:
		return diagnosis.Fine(group, "characters", value)
	}
}
