package statement

import (
	"context"
	"slices"

	"cardwallet/client"
)

// ActivationCodes returns the activation codes among a card's 3DS records, still sealed, the newest first and of any age. It leaves out
// those that cannot be opened. Where a record could not be read whole, the error is a *client.OddRecords, beside the other codes.
func ActivationCodes(ctx context.Context, recorder client.Recorder, cardID string) ([]client.Record, error) {
	var codes []client.Record
	var failed error
	pages := NewPages(recorder, client.RecordQuery{Kind: client.Record3DS, CardID: cardID, Type: string(client.CodeActivation)})
	pages.Values = true
	for page, err := range pages.All(ctx) {
		failed = err
		codes = append(codes, page...)
	}
	codes = slices.DeleteFunc(codes, func(r client.Record) bool { return !r.Value.Present() || r.Unreadable.Has("value") })
	client.SortRecords(codes)
	if failed != nil {
		return codes, failed
	}
	return codes, pages.Odd.Err()
}
