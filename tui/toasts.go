package tui

import (
	"cardwallet/tui/screen"
	"cardwallet/tui/toast"
	"cardwallet/tui/ui"
)

// followNotice keeps the boxes of the newest notices. Of what was told in the lock the newest one gets a box after it.
func (m *Model) followNotice() {
	if m.lock.on {
		m.toasts.Clear()
		return
	}
	var code screen.Announcement
	if m.announced.is(m.notice) {
		code = m.announced.Announcement
	}
	m.toasts.Follow(m.notice, code, m.opts.Ticks())
	m.toasts.Expire(m.opts.Ticks())
}

// withdraw takes a notice back that does not hold any more.
func (m *Model) withdraw(text string) {
	m.toasts.Withdraw(text)
	if m.notice.Text == text {
		m.notice = ui.NoticeMsg{}
	}
}

// showsToasts reports whether notices stand in boxes on a body of that size. Nothing may lie over what is asked, and what lies over another
// thing is put together with it, which a secret must not be.
func (m *Model) showsToasts(width, height int) bool {
	_, open := m.dialogs.Front()
	return m.toasts.Stand() && toast.Fits(width, height) && !open && m.boxed(len(m.stack)-1) == 0 && !m.reveals()
}

// withToasts is a body with the boxes of the newest notices.
func (m *Model) withToasts(body string, width, height int) string {
	if !m.showsToasts(width, height) {
		return body
	}
	return m.toasts.Over(m.env.Styles, body, width, height, func(text string) string {
		if m.announced.text == text {
			return m.opener()
		}
		return ""
	})
}
