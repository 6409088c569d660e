package statement

import (
	"context"
	"slices"

	"cardwallet/client"
)

// ActivationCodes are the activation codes among a card's 3DS records that can be opened, sealed, the newest first, however old they are.
// What could not be read whole is left out, and a *client.OddRecords beside the others.
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
	slices.SortStableFunc(codes, func(a, b client.Record) int { return b.At.Compare(a.At) }) // of one second: as the issuer lists them
	if failed != nil {
		return codes, failed
	}
	return codes, pages.Odd.Err()
}
