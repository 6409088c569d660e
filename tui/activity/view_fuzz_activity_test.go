package activity

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/screentest"
	"cardwallet/tui/ui"
)

func FuzzView(f *testing.F) { screentest.FuzzScreens(f, activityScreens) }

// activityScreens are the journal, one movement and the question what became of it.
func activityScreens(h screentest.Hostile) []ui.Screen {
	text, problem := h.Text, h.Problem
	m := client.Movement{
		OrderID: text, IssuerOrderID: problem, Profile: text, CardID: text, Kind: client.MovementKind(text),
		Amount: client.Money{Currency: text}, Fee: screentest.Usd("1"),
		Status: client.MovementStatus([]string{text, "unknown", "success"}[h.State%3]), Description: problem, SettledAt: h.Env.Now(),
	}
	list := NewActivity(h.Env)
	list.onMovements([]client.Movement{m, {Kind: client.MoveCreate}}, nil)
	list.askErr, list.settling = h.Err(), h.State&8 != 0
	if h.State&16 != 0 {
		list.err = h.Err()
	}
	movement := newMovement(h.Env, m)
	movement.steps = []client.Step{
		{To: m.Status, Description: problem, At: h.Env.Now()},
		{From: client.MovementStatus(text), To: client.MovementStatus(problem)},
	}
	movement.askErr = h.Err()
	movement.scroll.Cursor = int(h.State)
	mark := newMark(h.Env, m)
	mark.ask(client.MovementSucceeded)
	mark.Update(tea.PasteMsg{Content: text})
	mark.stage, mark.err = markStage(h.State>>4)%(markRecorded+1), h.Err()
	return []ui.Screen{list, movement, mark}
}
