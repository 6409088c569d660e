package records

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"cardwallet/client"
	"cardwallet/client/audit"
	"cardwallet/cmd/internal/choice"
	"cardwallet/cmd/internal/documents"
	"cardwallet/cmd/internal/run"
	"cardwallet/tui/ui"
)

func newAudit(a *command) *cobra.Command {
	cmd := a.Does(&cobra.Command{
		Use:     "audit",
		Short:   "Show who did what with which card, and prove that nobody changed that since",
		Example: "cardwallet audit show --since 24h\ncardwallet audit verify",
	}, func(context.Context, []string) error {
		return run.Usagef("say what to do with the audit trail\nshow it: cardwallet audit show\ncheck it: cardwallet audit verify")
	})
	cmd.AddCommand(newAuditShow(a), newAuditVerify(a))
	return cmd
}

// auditFilter selects entries of the trail. The zero auditFilter selects all.
type auditFilter struct {
	since    time.Time
	profiles []string
	card     string // id, profile/id or last four
	action   client.AuditAction
	limit    int  // how many of the newest; 0 is no limit
	team     bool // of all trails of the team
}

func (f auditFilter) takes(e client.AuditEntry) bool {
	switch {
	case e.At.Before(f.since),
		len(f.profiles) > 0 && !slices.Contains(f.profiles, e.Profile),
		f.action != "" && f.action != e.Action:
		return false
	}
	return true
}

// ofCard keeps the entries about a card as a person names it: by its id, by profile/id, or by its last four digits. Not every entry about
// a card has those.
func ofCard(entries []audit.Entry, card string) []audit.Entry {
	if card == "" {
		return entries
	}
	ending := map[string]bool{}
	for _, e := range entries {
		if e.Last4 == strings.TrimPrefix(card, client.DigitsBefore) {
			ending[auditCard(e.AuditEntry)] = true
		}
	}
	return slices.DeleteFunc(entries, func(e audit.Entry) bool {
		key := auditCard(e.AuditEntry)
		return e.CardID == "" || e.CardID != card && key != card && !ending[key]
	})
}

func newAuditShow(a *command) *cobra.Command {
	var f auditFilter
	var since string
	cmd := &cobra.Command{
		Use:   "show",
		Short: "Show the audit trail, newest last",
		Long: "Show the audit trail, newest last as in any log. With --limit it is the newest entries that are shown.\n\n" +
			"It is read from its beginning, and what is wrong with it is said on stderr.",
		Example: "cardwallet audit show --since 24h --card 4242\ncardwallet audit show --action reveal --limit 20 --json",
	}
	cmd.Flags().StringVar(&since, "since", "", "only entries since TIME: 24h, 30d, 2026-11-21, or 2026-11-21T10:00:00Z")
	cmd.Flags().StringVar(&f.card, "card", "", "only entries about CARD: its id, profile/id, or last four digits")
	cmd.Flags().Var(choice.Of(&f.action, client.AuditActions...), "action", "only one ACTION: "+run.Listed(client.AuditActions))
	cmd.Flags().IntVar(&f.limit, "limit", 0, "only the newest N entries")
	cmd.Flags().BoolVar(&f.team, "team", false, "the entries of the whole team, from its database, by their times")
	return a.Does(cmd, func(ctx context.Context, _ []string) (err error) {
		if f.since, err = a.ParseTime("--since", since); err != nil {
			return err
		}
		switch {
		case f.limit < 0:
			return run.Usagef("--limit takes a number from 1 on")
		case a.Flags.Quiet:
			return run.ErrNoIDs
		}
		f.profiles = a.Flags.Profiles
		return a.showAudit(ctx, f)
	})
}

func newAuditVerify(a *command) *cobra.Command {
	var team bool
	cmd := &cobra.Command{
		Use:     "verify",
		Short:   "Check that the audit trail is whole and as it was written",
		Example: "cardwallet audit verify\ncardwallet audit verify --team --json",
		Long: "Check that the audit trail is whole and as it was written: every line's hash, that each follows the one before, " +
			"and that none is missing at the end. It ends with exit code 1 where something is wrong, and names the lines.\n\n" +
			"It cannot tell when somebody who can write all files of the state directory made them anew. With --team the trail is held " +
			"against its copy in the team's database too, and the copies of all others are checked by themselves.",
	}
	cmd.Flags().BoolVar(&team, "team", false, "also check the copies in the team's database")
	return a.Does(cmd, func(ctx context.Context, _ []string) error { return a.verifyAudit(ctx, team) })
}

func (a *command) auditTrail() (*audit.Trail, error) {
	dir, err := a.StateDir()
	if err != nil {
		return nil, err
	}
	return audit.New(dir), nil
}

func (a *command) showAudit(ctx context.Context, f auditFilter) error {
	trail, err := a.auditTrail()
	if err != nil {
		return err
	}
	read := a.ownEntries
	if f.team {
		read = a.teamEntries
	}
	entries, err := read(ctx, trail, f)
	if err != nil {
		return err
	}
	entries = ofCard(entries, f.card)
	if f.limit > 0 && len(entries) > f.limit {
		entries = entries[len(entries)-f.limit:]
	}
	if a.Flags.JSON {
		return a.PrintJSON(documents.List(entries, documents.AuditEntryOf))
	}
	t := run.Table{Header: []string{"TIME", "WHO", "ACTION", "WHAT", "CARD", "OUTCOME", "DETAIL"}}
	labeled := a.LabeledCards(ctx)
	for _, e := range entries {
		card := auditCard(e.AuditEntry)
		if e.CardID != "" {
			card = labeled(client.Card{Profile: e.Profile, ID: e.CardID, Last4: e.Last4})
		}
		t.Add(a.At(e.At), who(e.AuditEntry), string(e.Action), e.What, card, string(e.Outcome), auditDetail(e))
	}
	return a.PrintTable(t)
}

// ownEntries are those of the trail on this machine that the filter takes. What is wrong with it is said.
func (a *command) ownEntries(ctx context.Context, trail *audit.Trail, f auditFilter) (entries []audit.Entry, err error) {
	report, err := trail.Read(ctx, func(e audit.Entry) {
		if f.takes(e.AuditEntry) {
			entries = append(entries, e)
		}
	})
	if err == nil && !report.Sound() {
		a.Warn(brokenAudit(report))
	}
	return entries, err
}

func who(e client.AuditEntry) string {
	if e.Origin == "" {
		return e.User
	}
	return e.User + " from " + e.Origin
}

func auditCard(e client.AuditEntry) string {
	if e.CardID == "" {
		return e.Profile
	}
	return e.Profile + "/" + e.CardID
}

func auditDetail(e audit.Entry) string {
	detail := e.Detail
	if e.OrderID != "" {
		detail = strings.TrimSpace(detail + " (order " + e.OrderID + ")")
	}
	if e.Changed {
		detail = "CHANGED SINCE: " + detail
	}
	return detail
}

// verifyAudit checks the trail, and with team the copies of the team's.
func (a *command) verifyAudit(ctx context.Context, team bool) error {
	trail, err := a.auditTrail()
	if err != nil {
		return err
	}
	report, err := trail.Read(ctx, nil)
	if err != nil {
		return err
	}
	var copies audit.TeamReport
	var unread error
	if team {
		table, err := a.teamCopies()
		if err != nil {
			return err
		}
		copies, unread = trail.Verify(ctx, table, nil)
	}
	if a.Flags.JSON {
		document := documents.AuditReportOf(trail.Path(), report)
		if team {
			document.OK = document.OK && copies.Sound() && unread == nil
		}
		if team && unread == nil {
			document.Team = documents.TeamAuditOf(copies)
		}
		err = a.PrintJSON(document)
	} else if err = a.printReport(trail.Path(), report); err == nil && team && unread == nil {
		err = a.printTeam(copies)
	}
	switch {
	case err != nil:
		return err
	case !report.Sound():
		if unread != nil {
			a.Warn(unread)
		}
		return brokenAudit(report)
	case unread != nil:
		return unread
	case !copies.Sound():
		return brokenTeam(copies)
	}
	return nil
}

func (a *command) printReport(path string, r audit.Report) error {
	for _, f := range r.Problems {
		if _, err := fmt.Fprintf(a.Out, "broken   line %d %s\n", f.Line, ui.Safe(f.Text)); err != nil {
			return err
		}
	}
	for _, f := range r.Notes {
		if _, err := fmt.Fprintf(a.Out, "note     line %d %s\n", f.Line, ui.Safe(f.Text)); err != nil {
			return err
		}
	}
	if !r.Sound() {
		return nil
	}
	text := "nothing was recorded yet"
	if r.Entries > 0 {
		text = fmt.Sprintf("%d entries from %s to %s, none changed, none missing", r.Entries,
			a.At(r.First), a.At(r.Last))
	}
	_, err := fmt.Fprintf(a.Out, "ok       %s: %s\n", run.SafeLine(path), text)
	return err
}

// errAudit is wrapped where the trail is not as it was written.
var errAudit = errors.New("the audit trail is broken")

func brokenAudit(r audit.Report) error {
	first := r.Problems[0]
	more := ""
	if r.Problem > 1 {
		more = fmt.Sprintf(", and %d more", r.Problem-1)
	}
	return fmt.Errorf("%w: line %d %s%s\n"+
		"keep both files, audit.jsonl and audit.head, as they are, and find out who could write them; every line: cardwallet audit verify",
		errAudit, first.Line, first.Text, more)
}
