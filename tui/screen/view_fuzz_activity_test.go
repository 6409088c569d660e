package screen

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

func FuzzActivityView(f *testing.F) { fuzzScreens(f, activityScreens) }

// activityScreens are the journal, one movement and the question what became of it.
func activityScreens(h hostile) []ui.Screen {
	text, problem := h.text, h.problem
	m := client.Movement{
		OrderID: text, IssuerOrderID: problem, Profile: text, CardID: text, Kind: client.MovementKind(text),
		Amount: client.Money{Currency: text}, Fee: usd("1"),
		Status: client.MovementStatus([]string{text, "unknown", "success"}[h.state%3]), Description: problem, SettledAt: h.env.Now(),
	}
	list := NewActivity(h.env)
	list.onMovements(activityMsg{moves: []client.Movement{m, {Kind: client.MoveCreate}}})
	list.askErr, list.settling = h.err(), h.state&8 != 0
	if h.state&16 != 0 {
		list.err = h.err()
	}
	movement := NewMovement(h.env, m)
	movement.steps = []client.Step{
		{To: m.Status, Description: problem, At: h.env.Now()},
		{From: client.MovementStatus(text), To: client.MovementStatus(problem)},
	}
	movement.askErr = h.err()
	movement.scroll.Cursor = int(h.state)
	mark := NewMark(h.env, m)
	mark.ask(client.MovementSucceeded)
	mark.Update(tea.PasteMsg{Content: text})
	mark.stage, mark.err = markStage(h.state>>4)%(markRecorded+1), h.err()
	return []ui.Screen{list, movement, mark}
}
