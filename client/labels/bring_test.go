package labels_test

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cardwallet/client/labels"
)

// there is a remote that notes what it is told.
type there struct {
	labels.Remote
	rows []labels.Row
	told map[string]string
}

func (r *there) Labels(context.Context) ([]labels.Row, error) { return r.rows, nil }

func (r *there) SetLabel(_ context.Context, account, cardID, label string) error {
	r.told[account+" "+cardID+" label"] = label
	return nil
}

func (r *there) NoteLast4(_ context.Context, account string, last4 map[string]string) error {
	for id, digits := range last4 {
		r.told[account+" "+id+" digits"] = digits
	}
	return nil
}

func TestARemoteGetsWhatItLacks(t *testing.T) {
	t.Parallel()
	ctx, book := t.Context(), labels.New(filepath.Join(t.TempDir(), "labels.json"))
	for id, label := range map[string]string{"same": "Same", "new": "New", "other": "Mine"} {
		if err := book.Set(ctx, "a", id, label); err != nil {
			t.Fatal(err)
		}
	}
	if err := book.Note(ctx, "a", map[string]string{"new": "4242", "same": "1111"}); err != nil {
		t.Fatal(err)
	}
	rows, err := book.Rows()
	if err != nil {
		t.Fatal(err)
	}
	r := &there{told: map[string]string{}, rows: []labels.Row{{Account: "a", CardID: "same", Label: "Same", Last4: "2222"},
		{Account: "a", CardID: "other", Label: "Theirs"}, {Account: "b", CardID: "new", Label: "Another account"}}}
	brought, others, err := labels.Bring(ctx, rows, r)
	if err != nil || brought != 1 {
		t.Errorf("%d, %v", brought, err)
	}
	if diff := cmp.Diff([]labels.Other{{Row: labels.Row{Account: "a", CardID: "other", Label: "Mine"}, There: "Theirs"}}, others); diff != "" {
		t.Errorf("others (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]string{"a new label": "New", "a new digits": "4242"}, r.told); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
}
