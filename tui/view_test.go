package tui

import (
	"image/color"
	"testing"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"

	"cardwallet/client"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

func TestLookFollowsThemeAndTerminal(t *testing.T) {
	white, black := tea.BackgroundColorMsg{Color: color.White}, tea.BackgroundColorMsg{Color: color.Black}
	for name, c := range map[string]struct {
		theme string
		msg   tea.Msg
		want  color.Color // of a title
	}{
		"auto, no answer":   {ui.Auto, nil, lipgloss.ANSIColor(147)},
		"auto, light":       {ui.Auto, white, lipgloss.ANSIColor(55)},
		"auto, dark":        {ui.Auto, black, lipgloss.ANSIColor(147)},
		"dark on light":     {ui.Dark, white, lipgloss.ANSIColor(147)},
		"light on dark":     {ui.Light, black, lipgloss.ANSIColor(55)},
		"mono":              {ui.Mono, black, lipgloss.NoColor{}},
		"NO_COLOR":          {ui.Dark, tea.ColorProfileMsg{Profile: colorprofile.ASCII}, lipgloss.NoColor{}},
		"colours":           {ui.Dark, tea.ColorProfileMsg{Profile: colorprofile.ANSI}, lipgloss.BrightCyan},
		"high contrast":     {ui.HighContrast, black, lipgloss.ANSIColor(189)},
		"high, on light":    {ui.HighContrast, white, lipgloss.ANSIColor(54)},
		"mono with colours": {ui.Mono, tea.ColorProfileMsg{Profile: colorprofile.TrueColor}, lipgloss.NoColor{}},
	} {
		t.Run(name, func(t *testing.T) {
			m := New(Options{Wallet: client.NewWallet(), Settings: screen.Settings{Theme: c.theme}})
			defer m.end(errDone)
			m.Update(c.msg)
			if got := m.env.Styles.Brand.GetForeground(); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

// letters is a screen of one line.
type letters string

func (letters) Init() tea.Cmd             { return nil }
func (letters) Update(tea.Msg) tea.Cmd    { return nil }
func (l letters) View(int, int) string    { return string(l) }
func (l letters) Title() (string, string) { return string(l), string(l) }
func (l letters) Actions() []ui.Action {
	return ui.Bound(key.NewBinding(key.WithKeys("up"), key.WithHelp("↑", string(l))))
}

// TestNothingButASCIIIsDrawnWhereTheLocaleSaysSo: whatever is in front, of ours or of others.
func TestNothingButASCIIIsDrawnWhereTheLocaleSaysSo(t *testing.T) {
	for name, prepare := range map[string]func(*Model){
		"a list":   func(*Model) {},
		"a page":   func(m *Model) { m.stack = append(m.stack, letters("Müller · 漢字 e\u0301 ↑ █░ …")) },
		"the help": func(m *Model) { m.Update(tea.KeyPressMsg{Code: '?', Text: "?"}) },
		"a notice": func(m *Model) { m.notice = ui.NoticeMsg{Level: ui.Bad, Text: "Müller · gone"} },
		"the lock": func(m *Model) { m.lock.on = true },
		"a passcode": func(m *Model) {
			m.lock.on, m.lock.prompt.closed = true, []string{"fin · ü"}
			m.lock.prompt.typed.Add("abc")
		},
		"a small one": func(m *Model) { m.Update(tea.WindowSizeMsg{Width: 30, Height: 8}) },
	} {
		t.Run(name, func(t *testing.T) {
			m := New(Options{Wallet: client.NewWallet(), ASCII: true})
			defer m.end(errDone)
			m.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
			prepare(m)
			drawn := m.View().Content
			for i := range len(drawn) {
				if drawn[i] >= 0x80 {
					t.Fatalf("byte %#x at %d:\n%s", drawn[i], i, drawn)
				}
			}
			m.Update(tea.EnvMsg{"LANG=C.UTF-8"})
			if m.env.Styles.ASCII {
				t.Error("the environment that arrives does not decide")
			}
		})
	}
}

// TestATerminalWithoutASizeIsDrawnOn: a serial line says 0 by 0, and nothing would be drawn for ever.
func TestATerminalWithoutASizeIsDrawnOn(t *testing.T) {
	for got, want := range map[tea.WindowSizeMsg]tea.WindowSizeMsg{
		{Width: 0, Height: 0}:   {Width: 80, Height: 24},
		{Width: 0, Height: 50}:  {Width: 80, Height: 50},
		{Width: 132, Height: 0}: {Width: 132, Height: 24},
		{Width: 61, Height: 17}: {Width: 61, Height: 17},
		{Width: 1, Height: 1}:   {Width: 1, Height: 1},
	} {
		if filtered := filter(nil, got); filtered != want {
			t.Errorf("%+v becomes %+v, want %+v", got, filtered, want)
		}
	}
}
