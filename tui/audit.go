package tui

import (
	"context"
	"sync"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/clip"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// trail hands what is done to the audit trail in its order, outside Update.
type trail struct {
	write func(context.Context, ...client.AuditEntry)

	// writing is full while somebody writes. It is no mutex: the bubbles of synctest would take waiting for one for work.
	writing chan struct{}
	mu      sync.Mutex
	queue   []client.AuditEntry
}

func (t *trail) add(e client.AuditEntry) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.queue = append(t.queue, e)
}

// flush writes what is in the queue and returns when it is written, whoever wrote it.
func (t *trail) flush(ctx context.Context) {
	t.writing <- struct{}{}
	defer func() { <-t.writing }()
	t.mu.Lock()
	lot := t.queue
	t.queue = nil
	t.mu.Unlock()
	if len(lot) > 0 {
		t.write(ctx, lot...)
	}
}

// audit notes what somebody did. It happened now, also where it is written a little later.
func (m *Model) audit(e client.AuditEntry) tea.Cmd {
	if m.opts.Record == nil {
		return nil
	}
	e.At = m.env.Now()
	m.trail.add(e)
	t, ctx := m.trail, m.env.Ctx
	return func() tea.Msg {
		t.flush(ctx)
		return nil
	}
}

// auditLock notes that the program was locked or opened since.
func (m *Model) auditLock(was bool) tea.Cmd {
	switch {
	case m.lock.on == was:
		return nil
	case m.lock.on:
		return m.audit(client.AuditEntry{Action: client.AuditLock, Outcome: client.AuditDone})
	}
	return m.audit(client.AuditEntry{Action: client.AuditUnlock, Outcome: client.AuditDone})
}

// CopyEntry is the entry about a value of a card that was to be copied.
func CopyEntry(card client.Card, kind client.FieldKind, c clip.Copy, err error) client.AuditEntry {
	e := client.AuditEntry{Action: client.AuditCopy, What: string(kind), Outcome: client.AuditSent, Detail: c.Via.String()}.ForCard(card)
	switch {
	case err != nil:
		e.Outcome, e.Detail = client.AuditFailed, ""
	case c.Confirmed():
		e.Outcome = client.AuditDone
	}
	return e
}

// awaitUnrecorded waits for something that could not be noted.
func (m *Model) awaitUnrecorded() tea.Cmd {
	if m.opts.Unrecorded == nil {
		return nil
	}
	ctx, unrecorded := m.env.Ctx, m.opts.Unrecorded
	return func() tea.Msg {
		select {
		case <-ctx.Done():
			return nil
		case err := <-unrecorded:
			return screen.NewReply(nil, func() tea.Cmd { return m.onUnrecorded(err) })
		}
	}
}

// onUnrecorded says that something was done and not noted. It stops nothing: a full disk must not keep anybody from a code.
func (m *Model) onUnrecorded(err error) tea.Cmd {
	text, _ := ui.Problem(err)
	return tea.Batch(m.awaitUnrecorded(), m.tell(ui.NoticeMsg{Level: ui.Bad, Text: text}))
}
