namespace NeptuneAlt.Model;

/// <summary>Something that was kept and is now missing, cut or changed: found at the start, by <c>verify</c>, or by a read.
/// </summary>
/// <param name="Part">Which part of the server keeps it: <c>log</c>, <c>catalog</c>, <c>store</c> or <c>files</c>.</param>
/// <param name="Place">The file, or the table with its partition, that is damaged.</param>
/// <param name="What">What is wrong and what is lost with it, as a sentence.</param>
/// <param name="Cure">What the operator can do, as a sentence.</param>
public sealed record Damage(string Part, string Place, string What, string Cure)
{
    public override string ToString() => $"{Place}: {What} {Cure}";
}
