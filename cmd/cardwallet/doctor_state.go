package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"cardwallet/client"
	"cardwallet/client/labels"
	"cardwallet/config"
)

// checkState looks at what the wallet keeps on this machine. It creates nothing.
func (a *app) checkState(ctx context.Context, c *config.Config) []finding {
	const group = "state"
	dir, err := config.StateDir()
	if err != nil {
		return []finding{failing(group, "directory", checkProblem, err)}
	}
	found := []finding{{group, "directory", checkOK, dir, ""}}
	found = append(found, a.checkJournal(ctx, filepath.Join(dir, "journal.db"), c))
	if err := labels.New(filepath.Join(dir, "labels.json")).Check(); err != nil {
		found = append(found, failing(group, "labels", checkProblem, err))
	}
	return found
}

func (a *app) checkJournal(ctx context.Context, path string, c *config.Config) finding {
	const group, name = "state", "journal"
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return finding{group, name, checkOK, "none yet: it begins with the first movement", ""}
	}
	book, err := openJournal(ctx, path, c)
	if err != nil {
		return failing(group, name, checkProblem, err)
	}
	defer book.Close()
	open, err := book.Movements(ctx, client.MovementFilter{Unsettled: true})
	if err != nil {
		return failing(group, name, checkProblem, err)
	}
	unknown := 0
	for _, m := range open {
		if m.Status == client.MovementUnknown {
			unknown++
		}
	}
	if len(open) > 0 {
		return finding{group, name, checkWarning, fmt.Sprintf("%s without a final outcome, %d of them unknown", plural(len(open), "movement", "movements"), unknown),
			"find out: cardwallet activity --reconcile"}
	}
	return finding{group, name, checkOK, "whole, every movement has its outcome", ""}
}
