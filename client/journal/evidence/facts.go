package evidence

import (
	"fmt"
	"strings"
)

// Facts says in words what is known.
func (e Evidence) Facts() string {
	var parts []string
	if e.Now.Card.Known() {
		parts = append(parts, fmt.Sprintf("card balance %s, %s before", e.Now.Card.Plain(), e.Before.Card.Plain()))
	}
	if e.Now.Wallet.Known() {
		parts = append(parts, fmt.Sprintf("wallet %s, %s before", e.Now.Wallet.Plain(), e.Before.Wallet.Plain()))
	}
	if changes, ok := e.changes(); ok {
		parts = append(parts, fmt.Sprintf("%d new or changed transactions", len(changes)))
	}
	if n := len(e.Others); n > 0 {
		parts = append(parts, fmt.Sprintf("%d other movements meanwhile", n))
	}
	return strings.Join(parts, ", ")
}
