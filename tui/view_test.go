package tui

import (
	"image/color"
	"testing"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"

	"cardwallet/client"
)

func TestLookFollowsThemeAndTerminal(t *testing.T) {
	white, black := tea.BackgroundColorMsg{Color: color.White}, tea.BackgroundColorMsg{Color: color.Black}
	for name, c := range map[string]struct {
		theme Theme
		msg   tea.Msg
		want  color.Color // of a title
	}{
		"auto, no answer":   {Auto, nil, lipgloss.BrightCyan},
		"auto, light":       {Auto, white, lipgloss.Blue},
		"auto, dark":        {Auto, black, lipgloss.BrightCyan},
		"dark on light":     {Dark, white, lipgloss.BrightCyan},
		"light on dark":     {Light, black, lipgloss.Blue},
		"mono":              {Mono, black, lipgloss.NoColor{}},
		"NO_COLOR":          {Dark, tea.ColorProfileMsg{Profile: colorprofile.ASCII}, lipgloss.NoColor{}},
		"colours":           {Dark, tea.ColorProfileMsg{Profile: colorprofile.ANSI}, lipgloss.BrightCyan},
		"mono with colours": {Mono, tea.ColorProfileMsg{Profile: colorprofile.TrueColor}, lipgloss.NoColor{}},
	} {
		t.Run(name, func(t *testing.T) {
			m := New(Options{Wallet: client.NewWallet(), Theme: c.theme})
			defer m.end(errDone)
			m.Update(c.msg)
			if got := m.env.Styles.Title.GetForeground(); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestOnlyANamedCharacterSetMeansASCII(t *testing.T) {
	for name, c := range map[string]struct {
		env  tea.EnvMsg
		want bool
	}{
		"nothing said":   {tea.EnvMsg{"TERM=xterm"}, false},
		"UTF-8":          {tea.EnvMsg{"LANG=en_US.UTF-8"}, false},
		"utf8":           {tea.EnvMsg{"LANG=C.utf8"}, false},
		"C":              {tea.EnvMsg{"LANG=C"}, true},
		"LC_ALL decides": {tea.EnvMsg{"LANG=en_US.UTF-8", "LC_ALL=POSIX"}, true},
	} {
		m := New(Options{Wallet: client.NewWallet()})
		m.Update(c.env)
		if m.env.Styles.ASCII != c.want {
			t.Errorf("%s: %v", name, m.env.Styles.ASCII)
		}
		m.end(errDone)
	}
}
