package run

import (
	"context"

	"cardwallet/cmd/internal/terminal"
)

// WhileRead gives a context that ends when the reader of the output is gone, for a command that prints a line now and then: it would learn
// that with the next line only. The command then ends as one that is done. The caller calls end.
func (a *App) WhileRead(ctx context.Context) (_ context.Context, end func()) {
	ctx, cancel := context.WithCancel(ctx)
	out, ok := a.Out.(*Stdout)
	if !ok {
		return ctx, cancel
	}
	Outlast()
	out.stream = true
	unwatch := terminal.WhenUnread(out.File, cancel)
	return ctx, func() {
		unwatch()
		cancel()
	}
}
