//go:build unix

package main

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"cardwallet/client/team/teamtest"
	"cardwallet/cmd/internal/run"
)

// TestTeamMoneyMovesOnce is TestMoneyMovesOnce for eight people, each at a machine of their own with a clock of its own, who share a
// journal. Besides all the rest its database is restarted as after a power loss, and cut off, every few seconds. It needs PostgreSQL:
// docs/testing.md.
func TestTeamMoneyMovesOnce(t *testing.T) {
	if !teamtest.CanRestart() {
		return
	}
	f := moneyMovesOnce(t, "a team's money moves once", runOptions{movements: movements(t, 80), people: 8, outages: true})
	if f.outages == 0 {
		t.Error("the journal was never away")
	}
}

// sharedJournal is the database of a run's team, and a way to it that fails.
type sharedJournal struct {
	cluster *teamtest.Cluster
	url     string
	proxy   *teamtest.Proxy
}

func newSharedJournal(t *testing.T) *sharedJournal {
	t.Helper()
	s := &sharedJournal{cluster: teamtest.New(t)}
	s.url = s.cluster.Fresh(t)
	s.proxy = teamtest.NewProxy(t, s.url)
	return s
}

// settings are the config of the nth person. Every other one is behind the proxy.
func (s *sharedJournal) settings(n int) string {
	way := s.url
	if n%2 == 1 {
		way = s.proxy.URL()
	}
	return fmt.Sprintf("[state]\nurl = %q\nperson = \"ops-%d\"\n", way, n+1)
}

// lease is how long an owner of movements counts as alive that does not say so. The harness has no time for the wallet's half a minute.
const lease = 2 * time.Second

// breakJournal lets the team's database be away again and again, until ctx ends.
func (h *harness) breakJournal(ctx context.Context, draw func(n int) int) error {
	s := h.world.team
	defer s.proxy.Heal()
	for {
		pass(ctx, time.Duration(500+draw(3000))*time.Millisecond)
		if ctx.Err() != nil {
			return nil
		}
		length := time.Duration(draw(1500)) * time.Millisecond
		restarts := 0
		switch draw(8) {
		case 0: // longer than a lease
			length += lease
			fallthrough
		case 1, 2:
			s.proxy.Stall()
			pass(ctx, length)
		case 3: // longer than anybody waits to note an outcome
			length += 12 * time.Second
			fallthrough
		case 4:
			s.proxy.Cut()
			pass(ctx, length)
		default:
			restarts = 1
			if err := s.cluster.Stop(true); err != nil {
				return err
			}
			pass(ctx, length/4)
			if err := s.cluster.Start(); err != nil {
				return err
			}
		}
		h.noteKept()
		s.proxy.Heal()
		h.count(func(f *figures) { f.outages++; f.restarts += restarts })
	}
}

// spooled are the outcomes that wait on the machines.
func (w *world) spooled() (files []string) {
	for _, at := range w.homes {
		found, _ := filepath.Glob(filepath.Join(run.SpoolPath(at.stateDir()), "*.json")) // the pattern is good
		files = append(files, found...)
	}
	return files
}

// noteKept notes which outcomes wait.
func (h *harness) noteKept() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, file := range h.world.spooled() {
		h.kept[filepath.Base(file)] = true
	}
}

// undelivered complains of outcomes that still wait at the end.
func (w *world) undelivered() (wrong []string) {
	for _, file := range w.spooled() {
		wrong = append(wrong, "still waits: "+file)
	}
	return wrong
}
