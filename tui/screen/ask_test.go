package screen_test

import (
	"errors"
	"testing"

	tea "charm.land/bubbletea/v2"

	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// page is a screen that asks, or whose part does.
type page struct{ part any }

func (*page) Init() tea.Cmd                   { return nil }
func (*page) Update(tea.Msg) tea.Cmd          { return nil }
func (*page) View(int, int) string            { return "" }
func (*page) Title() (where, position string) { return "", "" }
func (*page) Actions() []ui.Action            { return nil }
func (p *page) Has(part any) bool             { return p.part == part }

func TestAnAnswerReachesOnlyWhatIsOpen(t *testing.T) {
	below, front, part := &page{part: 1}, &page{}, &page{part: 3}
	front.part = part
	failed := errors.New("refused")
	for name, test := range map[string]struct {
		owner any
		open  []ui.Screen
		want  bool
	}{
		"in front":               {front, []ui.Screen{below, front}, true},
		"below another":          {below, []ui.Screen{below, front}, true},
		"a part":                 {part, []ui.Screen{below, front}, true},
		"the root":               {nil, nil, true},
		"left":                   {front, []ui.Screen{below}, false},
		"a part that is gone":    {&page{}, []ui.Screen{below, front}, false},
		"a part of what is left": {part, []ui.Screen{below}, false},
	} {
		t.Run(name, func(t *testing.T) {
			worked, took := false, false
			ask := screen.Ask(test.owner, func() (int, error) { worked = true; return 7, failed }, func(got int, err error) tea.Cmd {
				took = got == 7 && errors.Is(err, failed)
				return ui.Back
			})
			if worked {
				t.Error("it works before the command runs")
			}
			cmd := ask().(screen.Reply).Deliver(test.open...)
			if !worked || took != test.want || (cmd != nil) != test.want {
				t.Errorf("worked %v, took %v, a command %v", worked, took, cmd != nil)
			}
		})
	}
}
