package sqlite

import (
	"context"
	"errors"

	"cardwallet/client"
	"cardwallet/client/journal"
)

// Newest gives the newest n movements of the journal at path. As Inspect it changes nothing, and gives fs.ErrNotExist where there is no
// journal. It does not look for damage, since that takes long: it is for who offers what it finds, and decides nothing by it.
func Newest(ctx context.Context, path string, n int) ([]client.Movement, error) {
	s, err := openForReading(path)
	if err != nil {
		return nil, err
	}
	found, err := s.newestRows(ctx, n)
	return found, errors.Join(s.explain(err), s.Close())
}

func (s *store) newestRows(ctx context.Context, n int) (found []client.Movement, err error) {
	version, err := s.version(ctx, s.db)
	if err != nil || version != len(migrations) { // rows of an older schema can only be read once it is brought up to date
		return nil, err
	}
	rows, err := s.Rows(ctx, journal.Filter{MovementFilter: client.MovementFilter{Limit: n}})
	for _, r := range rows {
		found = append(found, r.Movement)
	}
	return found, err
}
