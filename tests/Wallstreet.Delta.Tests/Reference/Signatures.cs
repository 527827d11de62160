using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Wallstreet.Delta.Tests.Reference;

/// <summary>Types and members as they are written in C#.</summary>
internal static class Signatures
{
    private static readonly NullabilityInfoContext _nullability = new();

    private static readonly Dictionary<Type, string> _words = new()
    {
        [typeof(void)] = "void", [typeof(object)] = "object", [typeof(string)] = "string", [typeof(bool)] = "bool",
        [typeof(byte)] = "byte", [typeof(short)] = "short", [typeof(ushort)] = "ushort", [typeof(int)] = "int",
        [typeof(uint)] = "uint", [typeof(long)] = "long", [typeof(ulong)] = "ulong", [typeof(float)] = "float",
        [typeof(double)] = "double", [typeof(decimal)] = "decimal",
    };

    public static string KindOf(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsValueType: true } => "struct",
        _ when type.GetMethod("<Clone>$") is not null => type.IsAbstract ? "abstract record" : "record",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        _ => "class",
    };

    public static string NameOf(Type type) => type.IsNested ? $"{NameOf(type.DeclaringType!)}.{Bare(type)}" : Bare(type);

    public static string Of(MemberInfo member) => member switch
    {
        ConstructorInfo constructor => $"new {Bare(constructor.DeclaringType!)}({Parameters(constructor)})",
        MethodInfo method => $"{(method.IsStatic && !IsExtension(method) ? "static " : "")}"
            + $"{Write(_nullability.Create(method.ReturnParameter))} {method.Name}{Generics(method)}({Parameters(method)})",
        PropertyInfo property => $"{(property.GetMethod!.IsStatic ? "static " : "")}{Write(_nullability.Create(property))} {property.Name}",
        FieldInfo { DeclaringType.IsEnum: true } field => field.Name,
        FieldInfo { IsLiteral: true } field => $"const {Write(_nullability.Create(field))} {field.Name} = "
            + Constant(field.GetRawConstantValue()),
        FieldInfo field => $"{(field.IsStatic ? "static " : "")}{Write(_nullability.Create(field))} {field.Name}",
        _ => member.Name,
    };

    private static bool IsExtension(MethodInfo method) => method.IsDefined(typeof(ExtensionAttribute), false);

    private static string Generics(MethodInfo method) => method.IsGenericMethodDefinition
        ? $"<{string.Join(", ", method.GetGenericArguments().Select(static argument => argument.Name))}>"
        : "";

    private static string Parameters(MethodBase method)
    {
        bool extends = method is MethodInfo info && IsExtension(info);
        return string.Join(", ", method.GetParameters().Select((parameter, position) =>
            (extends && position == 0 ? "this " : "")
            + (parameter.IsOut ? "out " : parameter.ParameterType.IsByRef ? "ref " : "")
            + $"{Write(_nullability.Create(parameter))} {parameter.Name}"
            + (parameter.HasDefaultValue ? $" = {Constant(parameter.DefaultValue)}" : "")));
    }

    private static string Constant(object? value) => value switch
    {
        null => "default",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Write(NullabilityInfo info)
    {
        Type type = info.Type.IsByRef ? info.Type.GetElementType()! : info.Type;
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Plain(underlying, info.GenericTypeArguments) + "?";
        }

        string name = info.ElementType is { } element ? Write(element) + "[]" : Plain(type, info.GenericTypeArguments);
        return type.IsValueType || info.ReadState != NullabilityState.Nullable ? name : name + "?";
    }

    private static string Plain(Type type, NullabilityInfo[] arguments)
    {
        if (_words.TryGetValue(type, out string? word))
        {
            return word;
        }

        if (type.IsGenericType && type.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) == true)
        {
            return $"({string.Join(", ", arguments.Select(Write))})";
        }

        return type.IsGenericType && arguments.Length > 0
            ? $"{Bare(type)}<{string.Join(", ", arguments.Select(Write))}>"
            : type.IsNested && !type.IsGenericParameter ? NameOf(type) : Bare(type);
    }

    private static string Bare(Type type) => _words.GetValueOrDefault(type) ?? type.Name.Split('`')[0];
}
