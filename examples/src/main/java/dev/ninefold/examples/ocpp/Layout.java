package dev.ninefold.examples.ocpp;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A record as the object that stands for it on the wire: a field for each component, of the same name. */
record Layout(Constructor<?> constructor, List<Field> fields) {
  private static final ClassValue<Layout> LAYOUTS = new ClassValue<>() {
    @Override
    protected Layout computeValue(Class<?> type) {
      return layout(type);
    }
  };

  /** How often the value of a field may be there. */
  enum Presence {
    ONCE, OPTIONAL, LIST
  }

  /**
   * A field of an object.
   *
   * @param type of its value, or of each element of its value
   * @param maxLength see {@link MaxLength}
   * @param atLeast see {@link AtLeast}
   */
  record Field(String name, Presence presence, Class<?> type, int maxLength, int atLeast, Method accessor) {

    boolean isRequired() {
      return presence == Presence.ONCE || (presence == Presence.LIST && atLeast > 0);
    }

    Object of(Record owner) {
      try {
        return accessor.invoke(owner);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("a component of a public record can be read, " + name + " cannot", e);
      }
    }
  }

  static Layout of(Class<?> type) {
    return LAYOUTS.get(type);
  }

  Object create(Object[] values) {
    try {
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record is made of what its fields say, " + constructor + " refuses it", e);
    }
  }

  private static Layout layout(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    try {
      Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      return new Layout(type.getDeclaredConstructor(types), Arrays.stream(components).map(Layout::field).toList());
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("a record has a constructor of all its components, " + type + " has none", e);
    }
  }

  private static Field field(RecordComponent component) {
    MaxLength maxLength = component.getAnnotation(MaxLength.class);
    AtLeast atLeast = component.getAnnotation(AtLeast.class);
    Presence presence = presence(component.getType());
    return new Field(component.getName(), presence, presence == Presence.ONCE ? component.getType() : argument(component),
        maxLength == null ? Integer.MAX_VALUE : maxLength.value(),
        atLeast == null ? Integer.MIN_VALUE : atLeast.value(), component.getAccessor());
  }

  private static Presence presence(Class<?> type) {
    if (type == Optional.class) {
      return Presence.OPTIONAL;
    }
    return type == List.class ? Presence.LIST : Presence.ONCE;
  }

  private static Class<?> argument(RecordComponent component) {
    return (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
  }
}
