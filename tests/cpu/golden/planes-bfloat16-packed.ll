; ModuleID = "direct"
target triple = "unknown-unknown-unknown"
target datalayout = ""

define internal void @"tile_4x1x8_0"(ptr %"a", ptr %"b", ptr %"c", i1 %"first", i64 %"tiles", i64 %"at", i64 %"bt", i64 %"ct", i64 %"n", i64 %"p", i64 %"q", i64 %"an", i64 %"ap", i64 %"aq", i64 %"bn", i64 %"bp", i64 %"bq", ptr %"cursor") noinline nounwind
{
entry:
  %"acc0_0" = alloca <8 x float>
  %"acc1_0" = alloca <8 x float>
  %"acc2_0" = alloca <8 x float>
  %"acc3_0" = alloca <8 x float>
  %entry.1 = icmp slt i64 0, %"tiles"
  %entry.2 = alloca ptr
  %entry.3 = alloca ptr
  br i1 %entry.1, label %"tile.body", label %"tile.done"
tile.body:
  %"tile" = phi  i64 [0, %"entry"], [%"tile.next", %"n.done.endif"]
  %tile.body.1 = mul i64 %"tile", %"at"
  %tile.body.2 = getelementptr i8, ptr %"a", i64 %tile.body.1
  %tile.body.3 = mul i64 %"tile", %"bt"
  %tile.body.4 = getelementptr i8, ptr %"b", i64 %tile.body.3
  %tile.body.5 = mul i64 %"tile", %"ct"
  %tile.body.6 = getelementptr i8, ptr %"c", i64 %tile.body.5
  call void @"llvm.prefetch.p0"(ptr %tile.body.6, i32 0, i32 3, i32 1)
  %tile.body.7 = getelementptr i8, ptr %tile.body.6, i64 31
  call void @"llvm.prefetch.p0"(ptr %tile.body.7, i32 0, i32 3, i32 1)
  %tile.body.8 = getelementptr i8, ptr %tile.body.6, i64 32
  call void @"llvm.prefetch.p0"(ptr %tile.body.8, i32 0, i32 3, i32 1)
  %tile.body.9 = getelementptr i8, ptr %tile.body.6, i64 63
  call void @"llvm.prefetch.p0"(ptr %tile.body.9, i32 0, i32 3, i32 1)
  %tile.body.10 = getelementptr i8, ptr %tile.body.6, i64 64
  call void @"llvm.prefetch.p0"(ptr %tile.body.10, i32 0, i32 3, i32 1)
  %tile.body.11 = getelementptr i8, ptr %tile.body.6, i64 95
  call void @"llvm.prefetch.p0"(ptr %tile.body.11, i32 0, i32 3, i32 1)
  %tile.body.12 = getelementptr i8, ptr %tile.body.6, i64 96
  call void @"llvm.prefetch.p0"(ptr %tile.body.12, i32 0, i32 3, i32 1)
  %tile.body.13 = getelementptr i8, ptr %tile.body.6, i64 127
  call void @"llvm.prefetch.p0"(ptr %tile.body.13, i32 0, i32 3, i32 1)
  %tile.body.14 = load ptr, ptr %"cursor", align 1
  %tile.body.15 = getelementptr i8, ptr %"cursor", i64 8
  %tile.body.16 = load i64, ptr %tile.body.15, align 1
  %tile.body.17 = getelementptr i8, ptr %"cursor", i64 16
  %tile.body.18 = load i64, ptr %tile.body.17, align 1
  %tile.body.19 = getelementptr i8, ptr %tile.body.14, i64 8
  %tile.body.20 = load i64, ptr %tile.body.19, align 1
  %tile.body.21 = getelementptr i8, ptr %tile.body.14, i64 72
  %tile.body.22 = load i64, ptr %tile.body.21, align 1
  %tile.body.23 = add i64 %tile.body.16, 1
  %tile.body.24 = icmp slt i64 %tile.body.20, %tile.body.23
  %tile.body.25 = icmp slt i64 0, %tile.body.22
  %tile.body.26 = and i1 %tile.body.24, %tile.body.25
  %tile.body.27 = select  i1 %tile.body.26, i64 %tile.body.22, i64 0
  %tile.body.28 = getelementptr i8, ptr %tile.body.14, i64 %tile.body.27
  %tile.body.29 = select  i1 %tile.body.26, i64 0, i64 %tile.body.16
  %tile.body.30 = select  i1 %tile.body.26, i64 0, i64 %tile.body.18
  %tile.body.31 = load ptr, ptr %tile.body.28, align 1
  %tile.body.32 = getelementptr i8, ptr %tile.body.28, i64 8
  %tile.body.33 = load i64, ptr %tile.body.32, align 1
  %tile.body.34 = getelementptr i8, ptr %tile.body.28, i64 16
  %tile.body.35 = load i64, ptr %tile.body.34, align 1
  %tile.body.36 = getelementptr i8, ptr %tile.body.28, i64 24
  %tile.body.37 = load i64, ptr %tile.body.36, align 1
  %tile.body.38 = getelementptr i8, ptr %tile.body.28, i64 32
  %tile.body.39 = load i64, ptr %tile.body.38, align 1
  %tile.body.40 = getelementptr i8, ptr %tile.body.28, i64 40
  %tile.body.41 = load i64, ptr %tile.body.40, align 1
  %tile.body.42 = getelementptr i8, ptr %tile.body.28, i64 48
  %tile.body.43 = load i64, ptr %tile.body.42, align 1
  %tile.body.44 = getelementptr i8, ptr %tile.body.28, i64 56
  %tile.body.45 = load i64, ptr %tile.body.44, align 1
  %tile.body.46 = getelementptr i8, ptr %tile.body.28, i64 64
  %tile.body.47 = load i64, ptr %tile.body.46, align 1
  %tile.body.48 = getelementptr i8, ptr %tile.body.28, i64 72
  %tile.body.49 = load i64, ptr %tile.body.48, align 1
  %tile.body.50 = mul i64 %tile.body.30, %tile.body.37
  %tile.body.51 = sub i64 %tile.body.39, %tile.body.50
  %tile.body.52 = icmp slt i64 %tile.body.37, %tile.body.51
  %tile.body.53 = select  i1 %tile.body.52, i64 %tile.body.37, i64 %tile.body.51
  %tile.body.54 = icmp slt i64 %tile.body.29, %tile.body.33
  %tile.body.55 = select  i1 %tile.body.54, i64 %tile.body.53, i64 0
  %tile.body.56 = mul i64 %tile.body.29, %tile.body.43
  %tile.body.57 = mul i64 %tile.body.50, %tile.body.41
  %tile.body.58 = add i64 %tile.body.56, %tile.body.57
  %tile.body.59 = getelementptr i8, ptr %tile.body.31, i64 %tile.body.58
  %tile.body.60 = add i64 %tile.body.30, 1
  %tile.body.61 = icmp eq i64 %tile.body.60, %tile.body.35
  %tile.body.62 = zext i1 %tile.body.61 to i64
  %tile.body.63 = add i64 %tile.body.29, %tile.body.62
  %tile.body.64 = select  i1 %tile.body.61, i64 0, i64 %tile.body.60
  store ptr %tile.body.28, ptr %"cursor", align 1
  %tile.body.65 = getelementptr i8, ptr %"cursor", i64 8
  store i64 %tile.body.63, ptr %tile.body.65, align 1
  %tile.body.66 = getelementptr i8, ptr %"cursor", i64 16
  store i64 %tile.body.64, ptr %tile.body.66, align 1
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, <8 x float>* %"acc0_0"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, <8 x float>* %"acc1_0"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, <8 x float>* %"acc2_0"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, <8 x float>* %"acc3_0"
  %tile.body.67 = icmp slt i64 0, %"n"
  br i1 %tile.body.67, label %"n.body", label %"n.done"
tile.done:
  ret void
n.body:
  %"n.1" = phi  i64 [0, %"tile.body"], [%"n.next", %"p.done"]
  %n.body.1 = icmp slt i64 0, %"p"
  br i1 %n.body.1, label %"p.body", label %"p.done"
n.done:
  br i1 %"first", label %"n.done.if", label %"n.done.else"
p.body:
  %"p.1" = phi  i64 [0, %"n.body"], [%"p.next", %"q.done"]
  %p.body.1 = mul i64 %"n.1", %tile.body.47
  %p.body.2 = mul i64 %"p.1", %tile.body.45
  %p.body.3 = add i64 %p.body.1, %p.body.2
  %p.body.4 = getelementptr i8, ptr %tile.body.59, i64 %p.body.3
  %p.body.5 = icmp slt i64 0, %tile.body.55
  br i1 %p.body.5, label %"line.body", label %"line.done"
p.done:
  %"n.next" = add i64 %"n.1", 1
  %p.done.1 = icmp slt i64 %"n.next", %"n"
  br i1 %p.done.1, label %"n.body", label %"n.done"
line.body:
  %"line" = phi  i64 [0, %"p.body"], [%"line.next", %"line.body"]
  %line.body.1 = mul i64 %"line", %tile.body.41
  %line.body.2 = getelementptr i8, ptr %p.body.4, i64 %line.body.1
  call void @"llvm.prefetch.p0"(ptr %line.body.2, i32 0, i32 2, i32 1)
  %"line.next" = add i64 %"line", 1
  %line.body.3 = icmp slt i64 %"line.next", %tile.body.55
  br i1 %line.body.3, label %"line.body", label %"line.done"
line.done:
  %line.done.1 = mul i64 %"n.1", %"an"
  %line.done.2 = mul i64 %"p.1", %"ap"
  %line.done.3 = add i64 %line.done.1, %line.done.2
  %line.done.4 = getelementptr i8, ptr %tile.body.2, i64 %line.done.3
  store ptr %line.done.4, ptr %entry.2
  %line.done.5 = mul i64 %"n.1", %"bn"
  %line.done.6 = mul i64 %"p.1", %"bp"
  %line.done.7 = add i64 %line.done.5, %line.done.6
  %line.done.8 = getelementptr i8, ptr %tile.body.4, i64 %line.done.7
  store ptr %line.done.8, ptr %entry.3
  %line.done.9 = icmp slt i64 0, %"q"
  br i1 %line.done.9, label %"q.body", label %"q.done"
q.body:
  %"q.1" = phi  i64 [0, %"line.done"], [%"q.next", %"q.body"]
  %q.body.1 = load ptr, ptr %entry.2
  %q.body.2 = load ptr, ptr %entry.3
  %q.body.3 = load ptr, ptr %entry.3
  %q.body.4 = load <8 x float>, ptr %q.body.2, align 1
  %q.body.5 = load float, ptr %q.body.1, align 1
  %q.body.6 = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %q.body.5, i32 0
  %q.body.7 = shufflevector <8 x float> %q.body.6, <8 x float> %q.body.6, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %q.body.8 = load <8 x float>, <8 x float>* %"acc0_0"
  %q.body.9 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %q.body.7, <8 x float> %q.body.4, <8 x float> %q.body.8)
  store <8 x float> %q.body.9, <8 x float>* %"acc0_0"
  %q.body.10 = getelementptr i8, ptr %q.body.1, i64 4
  %q.body.11 = load float, ptr %q.body.10, align 1
  %q.body.12 = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %q.body.11, i32 0
  %q.body.13 = shufflevector <8 x float> %q.body.12, <8 x float> %q.body.12, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %q.body.14 = load <8 x float>, <8 x float>* %"acc1_0"
  %q.body.15 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %q.body.13, <8 x float> %q.body.4, <8 x float> %q.body.14)
  store <8 x float> %q.body.15, <8 x float>* %"acc1_0"
  %q.body.16 = getelementptr i8, ptr %q.body.1, i64 8
  %q.body.17 = load float, ptr %q.body.16, align 1
  %q.body.18 = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %q.body.17, i32 0
  %q.body.19 = shufflevector <8 x float> %q.body.18, <8 x float> %q.body.18, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %q.body.20 = load <8 x float>, <8 x float>* %"acc2_0"
  %q.body.21 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %q.body.19, <8 x float> %q.body.4, <8 x float> %q.body.20)
  store <8 x float> %q.body.21, <8 x float>* %"acc2_0"
  %q.body.22 = getelementptr i8, ptr %q.body.1, i64 12
  %q.body.23 = load float, ptr %q.body.22, align 1
  %q.body.24 = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %q.body.23, i32 0
  %q.body.25 = shufflevector <8 x float> %q.body.24, <8 x float> %q.body.24, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %q.body.26 = load <8 x float>, <8 x float>* %"acc3_0"
  %q.body.27 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %q.body.25, <8 x float> %q.body.4, <8 x float> %q.body.26)
  store <8 x float> %q.body.27, <8 x float>* %"acc3_0"
  %q.body.28 = getelementptr i8, ptr %q.body.1, i64 %"aq"
  store ptr %q.body.28, ptr %entry.2
  %q.body.29 = getelementptr i8, ptr %q.body.2, i64 %"bq"
  store ptr %q.body.29, ptr %entry.3
  %"q.next" = add i64 %"q.1", 1
  %q.body.30 = icmp slt i64 %"q.next", %"q"
  br i1 %q.body.30, label %"q.body", label %"q.done"
q.done:
  %"p.next" = add i64 %"p.1", 1
  %q.done.1 = icmp slt i64 %"p.next", %"p"
  br i1 %q.done.1, label %"p.body", label %"p.done"
n.done.if:
  %n.done.if.1 = load <8 x float>, <8 x float>* %"acc0_0"
  store <8 x float> %n.done.if.1, ptr %tile.body.6, align 1
  %n.done.if.2 = load <8 x float>, <8 x float>* %"acc1_0"
  %n.done.if.3 = getelementptr i8, ptr %tile.body.6, i64 32
  store <8 x float> %n.done.if.2, ptr %n.done.if.3, align 1
  %n.done.if.4 = load <8 x float>, <8 x float>* %"acc2_0"
  %n.done.if.5 = getelementptr i8, ptr %tile.body.6, i64 64
  store <8 x float> %n.done.if.4, ptr %n.done.if.5, align 1
  %n.done.if.6 = load <8 x float>, <8 x float>* %"acc3_0"
  %n.done.if.7 = getelementptr i8, ptr %tile.body.6, i64 96
  store <8 x float> %n.done.if.6, ptr %n.done.if.7, align 1
  br label %"n.done.endif"
n.done.else:
  %n.done.else.1 = load <8 x float>, <8 x float>* %"acc0_0"
  %n.done.else.2 = load <8 x float>, ptr %tile.body.6, align 1
  %n.done.else.3 = fadd <8 x float> %n.done.else.2, %n.done.else.1
  store <8 x float> %n.done.else.3, ptr %tile.body.6, align 1
  %n.done.else.4 = load <8 x float>, <8 x float>* %"acc1_0"
  %n.done.else.5 = getelementptr i8, ptr %tile.body.6, i64 32
  %n.done.else.6 = load <8 x float>, ptr %n.done.else.5, align 1
  %n.done.else.7 = fadd <8 x float> %n.done.else.6, %n.done.else.4
  %n.done.else.8 = getelementptr i8, ptr %tile.body.6, i64 32
  store <8 x float> %n.done.else.7, ptr %n.done.else.8, align 1
  %n.done.else.9 = load <8 x float>, <8 x float>* %"acc2_0"
  %n.done.else.10 = getelementptr i8, ptr %tile.body.6, i64 64
  %n.done.else.11 = load <8 x float>, ptr %n.done.else.10, align 1
  %n.done.else.12 = fadd <8 x float> %n.done.else.11, %n.done.else.9
  %n.done.else.13 = getelementptr i8, ptr %tile.body.6, i64 64
  store <8 x float> %n.done.else.12, ptr %n.done.else.13, align 1
  %n.done.else.14 = load <8 x float>, <8 x float>* %"acc3_0"
  %n.done.else.15 = getelementptr i8, ptr %tile.body.6, i64 96
  %n.done.else.16 = load <8 x float>, ptr %n.done.else.15, align 1
  %n.done.else.17 = fadd <8 x float> %n.done.else.16, %n.done.else.14
  %n.done.else.18 = getelementptr i8, ptr %tile.body.6, i64 96
  store <8 x float> %n.done.else.17, ptr %n.done.else.18, align 1
  br label %"n.done.endif"
n.done.endif:
  %"tile.next" = add i64 %"tile", 1
  %n.done.endif.1 = icmp slt i64 %"tile.next", %"tiles"
  br i1 %n.done.endif.1, label %"tile.body", label %"tile.done"
}

declare void @"llvm.prefetch.p0"(ptr %.1, i32 %.2, i32 %.3, i32 %.4)

declare <8 x float> @"llvm.fma.v8f32"(<8 x float> %.1, <8 x float> %.2, <8 x float> %.3)

define internal void @"pack_x_0"(ptr %"source", ptr %"panel", i64 %"n", i64 %"h0", i64 %"h1", i64 %"w0", i64 %"w1", i64 %"tiles", i64 %"sn", i64 %"sh", i64 %"sw", i64 %"sc") noinline nounwind
{
entry:
  %entry.1 = mul i64 4, %"sc"
  %entry.2 = icmp slt i64 0, %"n"
  br i1 %entry.2, label %"n.body", label %"n.done"
n.body:
  %"n.1" = phi  i64 [0, %"entry"], [%"n.next", %"h.done"]
  %n.body.1 = icmp slt i64 %"h0", %"h1"
  br i1 %n.body.1, label %"h.body", label %"h.done"
n.done:
  ret void
h.body:
  %"h" = phi  i64 [%"h0", %"n.body"], [%"h.next", %"tile.done"]
  %h.body.1 = mul i64 %"n.1", %"sn"
  %h.body.2 = mul i64 %"h", %"sh"
  %h.body.3 = add i64 %h.body.1, %h.body.2
  %h.body.4 = getelementptr i8, ptr %"source", i64 %h.body.3
  %h.body.5 = mul i64 %"n.1", 6
  %h.body.6 = add i64 %h.body.5, %"h"
  %h.body.7 = mul i64 %h.body.6, 96
  %h.body.8 = getelementptr i8, ptr %"panel", i64 %h.body.7
  %h.body.9 = icmp slt i64 0, %"tiles"
  br i1 %h.body.9, label %"tile.body", label %"tile.done"
h.done:
  %"n.next" = add i64 %"n.1", 1
  %h.done.1 = icmp slt i64 %"n.next", %"n"
  br i1 %h.done.1, label %"n.body", label %"n.done"
tile.body:
  %"tile" = phi  i64 [0, %"h.body"], [%"tile.next", %"tile.body.endif"]
  %tile.body.1 = mul i64 %"tile", %entry.1
  %tile.body.2 = getelementptr i8, ptr %h.body.4, i64 %tile.body.1
  %tile.body.3 = mul i64 %"tile", 704
  %tile.body.4 = getelementptr i8, ptr %h.body.8, i64 %tile.body.3
  %tile.body.5 = sub i64 %"w1", %"w0"
  %tile.body.6 = icmp slt i64 3, %tile.body.5
  br i1 %tile.body.6, label %"tile.body.if", label %"tile.body.else"
tile.done:
  %"h.next" = add i64 %"h", 1
  %tile.done.1 = icmp slt i64 %"h.next", %"h1"
  br i1 %tile.done.1, label %"h.body", label %"h.done"
tile.body.if:
  %tile.body.if.1 = icmp slt i64 %"w0", %"w1"
  br i1 %tile.body.if.1, label %"w.body", label %"w.done"
tile.body.else:
  %tile.body.else.1 = icmp slt i64 %"w0", %"w1"
  br i1 %tile.body.else.1, label %"w.body.1", label %"w.done.1"
tile.body.endif:
  %"tile.next" = add i64 %"tile", 1
  %tile.body.endif.1 = icmp slt i64 %"tile.next", %"tiles"
  br i1 %tile.body.endif.1, label %"tile.body", label %"tile.done"
w.body:
  %"w" = phi  i64 [%"w0", %"tile.body.if"], [%"w.next", %"w.body"]
  %w.body.1 = add i64 %"w1", -4
  %w.body.2 = icmp slt i64 %"w", %w.body.1
  %w.body.3 = select  i1 %w.body.2, i64 %"w", i64 %w.body.1
  %w.body.4 = mul i64 %w.body.3, 2
  %w.body.5 = getelementptr i8, ptr %tile.body.2, i64 %w.body.4
  %w.body.6 = mul i64 %w.body.3, 16
  %w.body.7 = getelementptr i8, ptr %tile.body.4, i64 %w.body.6
  %w.body.8 = load <4 x i16>, ptr %w.body.5, align 1
  %w.body.9 = zext <4 x i16> %w.body.8 to <4 x i32>
  %w.body.10 = shl <4 x i32> %w.body.9, <i32 16, i32 16, i32 16, i32 16>
  %w.body.11 = bitcast <4 x i32> %w.body.10 to <4 x float>
  %w.body.12 = getelementptr i8, ptr %w.body.5, i64 %"sc"
  %w.body.13 = load <4 x i16>, ptr %w.body.12, align 1
  %w.body.14 = zext <4 x i16> %w.body.13 to <4 x i32>
  %w.body.15 = shl <4 x i32> %w.body.14, <i32 16, i32 16, i32 16, i32 16>
  %w.body.16 = bitcast <4 x i32> %w.body.15 to <4 x float>
  %w.body.17 = mul i64 2, %"sc"
  %w.body.18 = getelementptr i8, ptr %w.body.5, i64 %w.body.17
  %w.body.19 = load <4 x i16>, ptr %w.body.18, align 1
  %w.body.20 = zext <4 x i16> %w.body.19 to <4 x i32>
  %w.body.21 = shl <4 x i32> %w.body.20, <i32 16, i32 16, i32 16, i32 16>
  %w.body.22 = bitcast <4 x i32> %w.body.21 to <4 x float>
  %w.body.23 = mul i64 3, %"sc"
  %w.body.24 = getelementptr i8, ptr %w.body.5, i64 %w.body.23
  %w.body.25 = load <4 x i16>, ptr %w.body.24, align 1
  %w.body.26 = zext <4 x i16> %w.body.25 to <4 x i32>
  %w.body.27 = shl <4 x i32> %w.body.26, <i32 16, i32 16, i32 16, i32 16>
  %w.body.28 = bitcast <4 x i32> %w.body.27 to <4 x float>
  %w.body.29 = shufflevector <4 x float> %w.body.11, <4 x float> %w.body.16, <4 x i32> <i32 0, i32 4, i32 2, i32 6>
  %w.body.30 = shufflevector <4 x float> %w.body.11, <4 x float> %w.body.16, <4 x i32> <i32 1, i32 5, i32 3, i32 7>
  %w.body.31 = shufflevector <4 x float> %w.body.22, <4 x float> %w.body.28, <4 x i32> <i32 0, i32 4, i32 2, i32 6>
  %w.body.32 = shufflevector <4 x float> %w.body.22, <4 x float> %w.body.28, <4 x i32> <i32 1, i32 5, i32 3, i32 7>
  %w.body.33 = shufflevector <4 x float> %w.body.29, <4 x float> %w.body.31, <4 x i32> <i32 0, i32 1, i32 4, i32 5>
  %w.body.34 = shufflevector <4 x float> %w.body.29, <4 x float> %w.body.31, <4 x i32> <i32 2, i32 3, i32 6, i32 7>
  %w.body.35 = shufflevector <4 x float> %w.body.30, <4 x float> %w.body.32, <4 x i32> <i32 0, i32 1, i32 4, i32 5>
  %w.body.36 = shufflevector <4 x float> %w.body.30, <4 x float> %w.body.32, <4 x i32> <i32 2, i32 3, i32 6, i32 7>
  %w.body.37 = shufflevector <4 x float> %w.body.33, <4 x float> %w.body.33, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  store <4 x float> %w.body.37, ptr %w.body.7, align 1
  %w.body.38 = shufflevector <4 x float> %w.body.35, <4 x float> %w.body.35, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %w.body.39 = getelementptr i8, ptr %w.body.7, i64 16
  store <4 x float> %w.body.38, ptr %w.body.39, align 1
  %w.body.40 = shufflevector <4 x float> %w.body.34, <4 x float> %w.body.34, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %w.body.41 = getelementptr i8, ptr %w.body.7, i64 32
  store <4 x float> %w.body.40, ptr %w.body.41, align 1
  %w.body.42 = shufflevector <4 x float> %w.body.36, <4 x float> %w.body.36, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %w.body.43 = getelementptr i8, ptr %w.body.7, i64 48
  store <4 x float> %w.body.42, ptr %w.body.43, align 1
  %"w.next" = add i64 %"w", 4
  %w.body.44 = icmp slt i64 %"w.next", %"w1"
  br i1 %w.body.44, label %"w.body", label %"w.done"
w.done:
  br label %"tile.body.endif"
w.body.1:
  %"w.1" = phi  i64 [%"w0", %"tile.body.else"], [%"w.next.1", %"w.body.1"]
  %w.body.1.1 = mul i64 %"w.1", %"sw"
  %w.body.1.2 = getelementptr i8, ptr %tile.body.2, i64 %w.body.1.1
  %w.body.1.3 = mul i64 %"w.1", 16
  %w.body.1.4 = getelementptr i8, ptr %tile.body.4, i64 %w.body.1.3
  %w.body.1.5 = load i16, ptr %w.body.1.2, align 1
  %w.body.1.6 = zext i16 %w.body.1.5 to i32
  %w.body.1.7 = shl i32 %w.body.1.6, 16
  %w.body.1.8 = bitcast i32 %w.body.1.7 to float
  store float %w.body.1.8, ptr %w.body.1.4, align 1
  %w.body.1.9 = getelementptr i8, ptr %w.body.1.2, i64 %"sc"
  %w.body.1.10 = load i16, ptr %w.body.1.9, align 1
  %w.body.1.11 = zext i16 %w.body.1.10 to i32
  %w.body.1.12 = shl i32 %w.body.1.11, 16
  %w.body.1.13 = bitcast i32 %w.body.1.12 to float
  %w.body.1.14 = getelementptr i8, ptr %w.body.1.4, i64 4
  store float %w.body.1.13, ptr %w.body.1.14, align 1
  %w.body.1.15 = mul i64 2, %"sc"
  %w.body.1.16 = getelementptr i8, ptr %w.body.1.2, i64 %w.body.1.15
  %w.body.1.17 = load i16, ptr %w.body.1.16, align 1
  %w.body.1.18 = zext i16 %w.body.1.17 to i32
  %w.body.1.19 = shl i32 %w.body.1.18, 16
  %w.body.1.20 = bitcast i32 %w.body.1.19 to float
  %w.body.1.21 = getelementptr i8, ptr %w.body.1.4, i64 8
  store float %w.body.1.20, ptr %w.body.1.21, align 1
  %w.body.1.22 = mul i64 3, %"sc"
  %w.body.1.23 = getelementptr i8, ptr %w.body.1.2, i64 %w.body.1.22
  %w.body.1.24 = load i16, ptr %w.body.1.23, align 1
  %w.body.1.25 = zext i16 %w.body.1.24 to i32
  %w.body.1.26 = shl i32 %w.body.1.25, 16
  %w.body.1.27 = bitcast i32 %w.body.1.26 to float
  %w.body.1.28 = getelementptr i8, ptr %w.body.1.4, i64 12
  store float %w.body.1.27, ptr %w.body.1.28, align 1
  %"w.next.1" = add i64 %"w.1", 1
  %w.body.1.29 = icmp slt i64 %"w.next.1", %"w1"
  br i1 %w.body.1.29, label %"w.body.1", label %"w.done.1"
w.done.1:
  br label %"tile.body.endif"
}

define internal void @"pack_dy_0"(ptr %"source", ptr %"panel", i64 %"n", i64 %"h0", i64 %"h1", i64 %"w0", i64 %"w1", i64 %"tiles", i64 %"sn", i64 %"sh", i64 %"sw", i64 %"sc") noinline nounwind
{
entry:
  %entry.1 = mul i64 8, %"sc"
  %entry.2 = icmp slt i64 0, %"n"
  br i1 %entry.2, label %"n.body", label %"n.done"
n.body:
  %"n.1" = phi  i64 [0, %"entry"], [%"n.next", %"h.done"]
  %n.body.1 = icmp slt i64 %"h0", %"h1"
  br i1 %n.body.1, label %"h.body", label %"h.done"
n.done:
  ret void
h.body:
  %"h" = phi  i64 [%"h0", %"n.body"], [%"h.next", %"tile.done"]
  %h.body.1 = mul i64 %"n.1", %"sn"
  %h.body.2 = mul i64 %"h", %"sh"
  %h.body.3 = add i64 %h.body.1, %h.body.2
  %h.body.4 = getelementptr i8, ptr %"source", i64 %h.body.3
  %h.body.5 = mul i64 %"n.1", 4
  %h.body.6 = add i64 %h.body.5, %"h"
  %h.body.7 = mul i64 %h.body.6, 128
  %h.body.8 = getelementptr i8, ptr %"panel", i64 %h.body.7
  %h.body.9 = icmp slt i64 0, %"tiles"
  br i1 %h.body.9, label %"tile.body", label %"tile.done"
h.done:
  %"n.next" = add i64 %"n.1", 1
  %h.done.1 = icmp slt i64 %"n.next", %"n"
  br i1 %h.done.1, label %"n.body", label %"n.done"
tile.body:
  %"tile" = phi  i64 [0, %"h.body"], [%"tile.next", %"tile.body.endif"]
  %tile.body.1 = mul i64 %"tile", %entry.1
  %tile.body.2 = getelementptr i8, ptr %h.body.4, i64 %tile.body.1
  %tile.body.3 = mul i64 %"tile", 576
  %tile.body.4 = getelementptr i8, ptr %h.body.8, i64 %tile.body.3
  %tile.body.5 = sub i64 %"w1", %"w0"
  %tile.body.6 = icmp slt i64 3, %tile.body.5
  br i1 %tile.body.6, label %"tile.body.if", label %"tile.body.else"
tile.done:
  %"h.next" = add i64 %"h", 1
  %tile.done.1 = icmp slt i64 %"h.next", %"h1"
  br i1 %tile.done.1, label %"h.body", label %"h.done"
tile.body.if:
  %tile.body.if.1 = icmp slt i64 %"w0", %"w1"
  br i1 %tile.body.if.1, label %"w.body", label %"w.done"
tile.body.else:
  %tile.body.else.1 = icmp slt i64 %"w0", %"w1"
  br i1 %tile.body.else.1, label %"w.body.1", label %"w.done.1"
tile.body.endif:
  %"tile.next" = add i64 %"tile", 1
  %tile.body.endif.1 = icmp slt i64 %"tile.next", %"tiles"
  br i1 %tile.body.endif.1, label %"tile.body", label %"tile.done"
w.body:
  %"w" = phi  i64 [%"w0", %"tile.body.if"], [%"w.next", %"w.body"]
  %w.body.1 = add i64 %"w1", -4
  %w.body.2 = icmp slt i64 %"w", %w.body.1
  %w.body.3 = select  i1 %w.body.2, i64 %"w", i64 %w.body.1
  %w.body.4 = mul i64 %w.body.3, 2
  %w.body.5 = getelementptr i8, ptr %tile.body.2, i64 %w.body.4
  %w.body.6 = mul i64 %w.body.3, 32
  %w.body.7 = getelementptr i8, ptr %tile.body.4, i64 %w.body.6
  %w.body.8 = load <4 x i16>, ptr %w.body.5, align 1
  %w.body.9 = zext <4 x i16> %w.body.8 to <4 x i32>
  %w.body.10 = shl <4 x i32> %w.body.9, <i32 16, i32 16, i32 16, i32 16>
  %w.body.11 = bitcast <4 x i32> %w.body.10 to <4 x float>
  %w.body.12 = getelementptr i8, ptr %w.body.5, i64 %"sc"
  %w.body.13 = load <4 x i16>, ptr %w.body.12, align 1
  %w.body.14 = zext <4 x i16> %w.body.13 to <4 x i32>
  %w.body.15 = shl <4 x i32> %w.body.14, <i32 16, i32 16, i32 16, i32 16>
  %w.body.16 = bitcast <4 x i32> %w.body.15 to <4 x float>
  %w.body.17 = mul i64 2, %"sc"
  %w.body.18 = getelementptr i8, ptr %w.body.5, i64 %w.body.17
  %w.body.19 = load <4 x i16>, ptr %w.body.18, align 1
  %w.body.20 = zext <4 x i16> %w.body.19 to <4 x i32>
  %w.body.21 = shl <4 x i32> %w.body.20, <i32 16, i32 16, i32 16, i32 16>
  %w.body.22 = bitcast <4 x i32> %w.body.21 to <4 x float>
  %w.body.23 = mul i64 3, %"sc"
  %w.body.24 = getelementptr i8, ptr %w.body.5, i64 %w.body.23
  %w.body.25 = load <4 x i16>, ptr %w.body.24, align 1
  %w.body.26 = zext <4 x i16> %w.body.25 to <4 x i32>
  %w.body.27 = shl <4 x i32> %w.body.26, <i32 16, i32 16, i32 16, i32 16>
  %w.body.28 = bitcast <4 x i32> %w.body.27 to <4 x float>
  %w.body.29 = shufflevector <4 x float> %w.body.11, <4 x float> %w.body.16, <4 x i32> <i32 0, i32 4, i32 2, i32 6>
  %w.body.30 = shufflevector <4 x float> %w.body.11, <4 x float> %w.body.16, <4 x i32> <i32 1, i32 5, i32 3, i32 7>
  %w.body.31 = shufflevector <4 x float> %w.body.22, <4 x float> %w.body.28, <4 x i32> <i32 0, i32 4, i32 2, i32 6>
  %w.body.32 = shufflevector <4 x float> %w.body.22, <4 x float> %w.body.28, <4 x i32> <i32 1, i32 5, i32 3, i32 7>
  %w.body.33 = shufflevector <4 x float> %w.body.29, <4 x float> %w.body.31, <4 x i32> <i32 0, i32 1, i32 4, i32 5>
  %w.body.34 = shufflevector <4 x float> %w.body.29, <4 x float> %w.body.31, <4 x i32> <i32 2, i32 3, i32 6, i32 7>
  %w.body.35 = shufflevector <4 x float> %w.body.30, <4 x float> %w.body.32, <4 x i32> <i32 0, i32 1, i32 4, i32 5>
  %w.body.36 = shufflevector <4 x float> %w.body.30, <4 x float> %w.body.32, <4 x i32> <i32 2, i32 3, i32 6, i32 7>
  %w.body.37 = shufflevector <4 x float> %w.body.33, <4 x float> %w.body.33, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  store <4 x float> %w.body.37, ptr %w.body.7, align 1
  %w.body.38 = shufflevector <4 x float> %w.body.35, <4 x float> %w.body.35, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %w.body.39 = getelementptr i8, ptr %w.body.7, i64 32
  store <4 x float> %w.body.38, ptr %w.body.39, align 1
  %w.body.40 = shufflevector <4 x float> %w.body.34, <4 x float> %w.body.34, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %w.body.41 = getelementptr i8, ptr %w.body.7, i64 64
  store <4 x float> %w.body.40, ptr %w.body.41, align 1
  %w.body.42 = shufflevector <4 x float> %w.body.36, <4 x float> %w.body.36, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %w.body.43 = getelementptr i8, ptr %w.body.7, i64 96
  store <4 x float> %w.body.42, ptr %w.body.43, align 1
  %w.body.44 = mul i64 4, %"sc"
  %w.body.45 = getelementptr i8, ptr %w.body.5, i64 %w.body.44
  %w.body.46 = load <4 x i16>, ptr %w.body.45, align 1
  %w.body.47 = zext <4 x i16> %w.body.46 to <4 x i32>
  %w.body.48 = shl <4 x i32> %w.body.47, <i32 16, i32 16, i32 16, i32 16>
  %w.body.49 = bitcast <4 x i32> %w.body.48 to <4 x float>
  %w.body.50 = mul i64 5, %"sc"
  %w.body.51 = getelementptr i8, ptr %w.body.5, i64 %w.body.50
  %w.body.52 = load <4 x i16>, ptr %w.body.51, align 1
  %w.body.53 = zext <4 x i16> %w.body.52 to <4 x i32>
  %w.body.54 = shl <4 x i32> %w.body.53, <i32 16, i32 16, i32 16, i32 16>
  %w.body.55 = bitcast <4 x i32> %w.body.54 to <4 x float>
  %w.body.56 = mul i64 6, %"sc"
  %w.body.57 = getelementptr i8, ptr %w.body.5, i64 %w.body.56
  %w.body.58 = load <4 x i16>, ptr %w.body.57, align 1
  %w.body.59 = zext <4 x i16> %w.body.58 to <4 x i32>
  %w.body.60 = shl <4 x i32> %w.body.59, <i32 16, i32 16, i32 16, i32 16>
  %w.body.61 = bitcast <4 x i32> %w.body.60 to <4 x float>
  %w.body.62 = mul i64 7, %"sc"
  %w.body.63 = getelementptr i8, ptr %w.body.5, i64 %w.body.62
  %w.body.64 = load <4 x i16>, ptr %w.body.63, align 1
  %w.body.65 = zext <4 x i16> %w.body.64 to <4 x i32>
  %w.body.66 = shl <4 x i32> %w.body.65, <i32 16, i32 16, i32 16, i32 16>
  %w.body.67 = bitcast <4 x i32> %w.body.66 to <4 x float>
  %w.body.68 = shufflevector <4 x float> %w.body.49, <4 x float> %w.body.55, <4 x i32> <i32 0, i32 4, i32 2, i32 6>
  %w.body.69 = shufflevector <4 x float> %w.body.49, <4 x float> %w.body.55, <4 x i32> <i32 1, i32 5, i32 3, i32 7>
  %w.body.70 = shufflevector <4 x float> %w.body.61, <4 x float> %w.body.67, <4 x i32> <i32 0, i32 4, i32 2, i32 6>
  %w.body.71 = shufflevector <4 x float> %w.body.61, <4 x float> %w.body.67, <4 x i32> <i32 1, i32 5, i32 3, i32 7>
  %w.body.72 = shufflevector <4 x float> %w.body.68, <4 x float> %w.body.70, <4 x i32> <i32 0, i32 1, i32 4, i32 5>
  %w.body.73 = shufflevector <4 x float> %w.body.68, <4 x float> %w.body.70, <4 x i32> <i32 2, i32 3, i32 6, i32 7>
  %w.body.74 = shufflevector <4 x float> %w.body.69, <4 x float> %w.body.71, <4 x i32> <i32 0, i32 1, i32 4, i32 5>
  %w.body.75 = shufflevector <4 x float> %w.body.69, <4 x float> %w.body.71, <4 x i32> <i32 2, i32 3, i32 6, i32 7>
  %w.body.76 = shufflevector <4 x float> %w.body.72, <4 x float> %w.body.72, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %w.body.77 = getelementptr i8, ptr %w.body.7, i64 16
  store <4 x float> %w.body.76, ptr %w.body.77, align 1
  %w.body.78 = shufflevector <4 x float> %w.body.74, <4 x float> %w.body.74, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %w.body.79 = getelementptr i8, ptr %w.body.7, i64 48
  store <4 x float> %w.body.78, ptr %w.body.79, align 1
  %w.body.80 = shufflevector <4 x float> %w.body.73, <4 x float> %w.body.73, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %w.body.81 = getelementptr i8, ptr %w.body.7, i64 80
  store <4 x float> %w.body.80, ptr %w.body.81, align 1
  %w.body.82 = shufflevector <4 x float> %w.body.75, <4 x float> %w.body.75, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %w.body.83 = getelementptr i8, ptr %w.body.7, i64 112
  store <4 x float> %w.body.82, ptr %w.body.83, align 1
  %"w.next" = add i64 %"w", 4
  %w.body.84 = icmp slt i64 %"w.next", %"w1"
  br i1 %w.body.84, label %"w.body", label %"w.done"
w.done:
  br label %"tile.body.endif"
w.body.1:
  %"w.1" = phi  i64 [%"w0", %"tile.body.else"], [%"w.next.1", %"w.body.1"]
  %w.body.1.1 = mul i64 %"w.1", %"sw"
  %w.body.1.2 = getelementptr i8, ptr %tile.body.2, i64 %w.body.1.1
  %w.body.1.3 = mul i64 %"w.1", 32
  %w.body.1.4 = getelementptr i8, ptr %tile.body.4, i64 %w.body.1.3
  %w.body.1.5 = load i16, ptr %w.body.1.2, align 1
  %w.body.1.6 = zext i16 %w.body.1.5 to i32
  %w.body.1.7 = shl i32 %w.body.1.6, 16
  %w.body.1.8 = bitcast i32 %w.body.1.7 to float
  store float %w.body.1.8, ptr %w.body.1.4, align 1
  %w.body.1.9 = getelementptr i8, ptr %w.body.1.2, i64 %"sc"
  %w.body.1.10 = load i16, ptr %w.body.1.9, align 1
  %w.body.1.11 = zext i16 %w.body.1.10 to i32
  %w.body.1.12 = shl i32 %w.body.1.11, 16
  %w.body.1.13 = bitcast i32 %w.body.1.12 to float
  %w.body.1.14 = getelementptr i8, ptr %w.body.1.4, i64 4
  store float %w.body.1.13, ptr %w.body.1.14, align 1
  %w.body.1.15 = mul i64 2, %"sc"
  %w.body.1.16 = getelementptr i8, ptr %w.body.1.2, i64 %w.body.1.15
  %w.body.1.17 = load i16, ptr %w.body.1.16, align 1
  %w.body.1.18 = zext i16 %w.body.1.17 to i32
  %w.body.1.19 = shl i32 %w.body.1.18, 16
  %w.body.1.20 = bitcast i32 %w.body.1.19 to float
  %w.body.1.21 = getelementptr i8, ptr %w.body.1.4, i64 8
  store float %w.body.1.20, ptr %w.body.1.21, align 1
  %w.body.1.22 = mul i64 3, %"sc"
  %w.body.1.23 = getelementptr i8, ptr %w.body.1.2, i64 %w.body.1.22
  %w.body.1.24 = load i16, ptr %w.body.1.23, align 1
  %w.body.1.25 = zext i16 %w.body.1.24 to i32
  %w.body.1.26 = shl i32 %w.body.1.25, 16
  %w.body.1.27 = bitcast i32 %w.body.1.26 to float
  %w.body.1.28 = getelementptr i8, ptr %w.body.1.4, i64 12
  store float %w.body.1.27, ptr %w.body.1.28, align 1
  %w.body.1.29 = mul i64 4, %"sc"
  %w.body.1.30 = getelementptr i8, ptr %w.body.1.2, i64 %w.body.1.29
  %w.body.1.31 = load i16, ptr %w.body.1.30, align 1
  %w.body.1.32 = zext i16 %w.body.1.31 to i32
  %w.body.1.33 = shl i32 %w.body.1.32, 16
  %w.body.1.34 = bitcast i32 %w.body.1.33 to float
  %w.body.1.35 = getelementptr i8, ptr %w.body.1.4, i64 16
  store float %w.body.1.34, ptr %w.body.1.35, align 1
  %w.body.1.36 = mul i64 5, %"sc"
  %w.body.1.37 = getelementptr i8, ptr %w.body.1.2, i64 %w.body.1.36
  %w.body.1.38 = load i16, ptr %w.body.1.37, align 1
  %w.body.1.39 = zext i16 %w.body.1.38 to i32
  %w.body.1.40 = shl i32 %w.body.1.39, 16
  %w.body.1.41 = bitcast i32 %w.body.1.40 to float
  %w.body.1.42 = getelementptr i8, ptr %w.body.1.4, i64 20
  store float %w.body.1.41, ptr %w.body.1.42, align 1
  %w.body.1.43 = mul i64 6, %"sc"
  %w.body.1.44 = getelementptr i8, ptr %w.body.1.2, i64 %w.body.1.43
  %w.body.1.45 = load i16, ptr %w.body.1.44, align 1
  %w.body.1.46 = zext i16 %w.body.1.45 to i32
  %w.body.1.47 = shl i32 %w.body.1.46, 16
  %w.body.1.48 = bitcast i32 %w.body.1.47 to float
  %w.body.1.49 = getelementptr i8, ptr %w.body.1.4, i64 24
  store float %w.body.1.48, ptr %w.body.1.49, align 1
  %w.body.1.50 = mul i64 7, %"sc"
  %w.body.1.51 = getelementptr i8, ptr %w.body.1.2, i64 %w.body.1.50
  %w.body.1.52 = load i16, ptr %w.body.1.51, align 1
  %w.body.1.53 = zext i16 %w.body.1.52 to i32
  %w.body.1.54 = shl i32 %w.body.1.53, 16
  %w.body.1.55 = bitcast i32 %w.body.1.54 to float
  %w.body.1.56 = getelementptr i8, ptr %w.body.1.4, i64 28
  store float %w.body.1.55, ptr %w.body.1.56, align 1
  %"w.next.1" = add i64 %"w.1", 1
  %w.body.1.57 = icmp slt i64 %"w.next.1", %"w1"
  br i1 %w.body.1.57, label %"w.body.1", label %"w.done.1"
w.done.1:
  br label %"tile.body.endif"
}

define void @"main"(ptr %"args", i64 %"task", i64 %"slot") nounwind
{
entry:
  %"x" = load ptr, ptr %"args", align 1
  %entry.1 = getelementptr i8, ptr %"args", i64 8
  %"dy" = load ptr, ptr %entry.1, align 1
  %entry.2 = getelementptr i8, ptr %"args", i64 16
  %"out" = load ptr, ptr %entry.2, align 1
  %entry.3 = getelementptr i8, ptr %"args", i64 24
  %"partial" = load ptr, ptr %entry.3, align 1
  %entry.4 = getelementptr i8, ptr %"args", i64 32
  %"panels" = load ptr, ptr %entry.4, align 1
  %entry.5 = getelementptr i8, ptr %"args", i64 40
  %"xn" = load i64, ptr %entry.5, align 1
  %entry.6 = getelementptr i8, ptr %"args", i64 48
  %"xh" = load i64, ptr %entry.6, align 1
  %entry.7 = getelementptr i8, ptr %"args", i64 56
  %"xw" = load i64, ptr %entry.7, align 1
  %entry.8 = getelementptr i8, ptr %"args", i64 64
  %"xc" = load i64, ptr %entry.8, align 1
  %entry.9 = getelementptr i8, ptr %"args", i64 72
  %"dyn" = load i64, ptr %entry.9, align 1
  %entry.10 = getelementptr i8, ptr %"args", i64 80
  %"dyp" = load i64, ptr %entry.10, align 1
  %entry.11 = getelementptr i8, ptr %"args", i64 88
  %"dyq" = load i64, ptr %entry.11, align 1
  %entry.12 = getelementptr i8, ptr %"args", i64 96
  %"dyk" = load i64, ptr %entry.12, align 1
  %entry.13 = getelementptr i8, ptr %"args", i64 104
  %"old" = load ptr, ptr %entry.13, align 1
  %entry.14 = getelementptr i8, ptr %"args", i64 112
  %"panel_bytes" = load i64, ptr %entry.14, align 1
  %entry.15 = mul i64 %"task", 1152
  %entry.16 = getelementptr i8, ptr %"partial", i64 %entry.15
  %entry.17 = mul i64 %"slot", %"panel_bytes"
  %entry.18 = getelementptr i8, ptr %"panels", i64 %entry.17
  %entry.19 = getelementptr i8, ptr %entry.18, i64 704
  %entry.20 = icmp eq i64 0, 0
  %entry.21 = icmp eq i64 1, 1
  %entry.22 = add i64 %"xn", %"xh"
  %entry.23 = mul i64 -1, %"xw"
  %entry.24 = add i64 %entry.22, %entry.23
  %entry.25 = getelementptr i8, ptr %"x", i64 %entry.24
  %entry.26 = getelementptr i8, ptr %entry.25, i64 %"xw"
  %entry.27 = getelementptr i8, ptr %"dy", i64 %"dyn"
  %"cursor" = alloca [23 x i64]
  %entry.28 = ptrtoint [23 x i64]* %"cursor" to i64
  %entry.29 = inttoptr i64 %entry.28 to ptr
  %entry.30 = getelementptr i8, ptr %entry.29, i64 24
  store ptr %entry.30, ptr %entry.29, align 1
  %entry.31 = getelementptr i8, ptr %entry.29, i64 8
  store i64 0, ptr %entry.31, align 1
  %entry.32 = getelementptr i8, ptr %entry.29, i64 16
  store i64 0, ptr %entry.32, align 1
  %entry.33 = select  i1 %entry.21, i64 0, i64 1
  store ptr %entry.26, ptr %entry.30, align 1
  %entry.34 = getelementptr i8, ptr %entry.30, i64 8
  store i64 %entry.33, ptr %entry.34, align 1
  %entry.35 = getelementptr i8, ptr %entry.30, i64 16
  store i64 2, ptr %entry.35, align 1
  %entry.36 = getelementptr i8, ptr %entry.30, i64 24
  store i64 2, ptr %entry.36, align 1
  %entry.37 = getelementptr i8, ptr %entry.30, i64 32
  store i64 4, ptr %entry.37, align 1
  %entry.38 = getelementptr i8, ptr %entry.30, i64 40
  store i64 %"xc", ptr %entry.38, align 1
  %entry.39 = getelementptr i8, ptr %entry.30, i64 48
  store i64 64, ptr %entry.39, align 1
  %entry.40 = getelementptr i8, ptr %entry.30, i64 56
  store i64 %"xh", ptr %entry.40, align 1
  %entry.41 = getelementptr i8, ptr %entry.30, i64 64
  store i64 %"xn", ptr %entry.41, align 1
  %entry.42 = getelementptr i8, ptr %entry.30, i64 72
  store i64 80, ptr %entry.42, align 1
  %entry.43 = getelementptr i8, ptr %entry.30, i64 80
  %entry.44 = select  i1 %entry.21, i64 0, i64 1
  store ptr %entry.27, ptr %entry.43, align 1
  %entry.45 = getelementptr i8, ptr %entry.43, i64 8
  store i64 %entry.44, ptr %entry.45, align 1
  %entry.46 = getelementptr i8, ptr %entry.43, i64 16
  store i64 4, ptr %entry.46, align 1
  %entry.47 = getelementptr i8, ptr %entry.43, i64 24
  store i64 2, ptr %entry.47, align 1
  %entry.48 = getelementptr i8, ptr %entry.43, i64 32
  store i64 8, ptr %entry.48, align 1
  %entry.49 = getelementptr i8, ptr %entry.43, i64 40
  store i64 %"dyk", ptr %entry.49, align 1
  %entry.50 = getelementptr i8, ptr %entry.43, i64 48
  store i64 64, ptr %entry.50, align 1
  %entry.51 = getelementptr i8, ptr %entry.43, i64 56
  store i64 %"dyp", ptr %entry.51, align 1
  %entry.52 = getelementptr i8, ptr %entry.43, i64 64
  store i64 %"dyn", ptr %entry.52, align 1
  %entry.53 = getelementptr i8, ptr %entry.43, i64 72
  store i64 0, ptr %entry.53, align 1
  %entry.54 = mul i64 -1, %"xh"
  %entry.55 = mul i64 -1, %"xw"
  %entry.56 = add i64 %entry.54, %entry.55
  %entry.57 = getelementptr i8, ptr %"x", i64 %entry.56
  call void @"pack_x_0"(ptr %entry.57, ptr %entry.18, i64 1, i64 1, i64 5, i64 1, i64 5, i64 1, i64 %"xn", i64 %"xh", i64 %"xw", i64 %"xc")
  %entry.58 = icmp eq i64 0, 0
  %entry.59 = icmp slt i64 0, 1
  %entry.60 = and i1 %entry.58, %entry.59
  call void @"pack_dy_0"(ptr %"dy", ptr %entry.19, i64 1, i64 0, i64 4, i64 0, i64 4, i64 1, i64 %"dyn", i64 %"dyp", i64 %"dyq", i64 %"dyk")
  %entry.61 = icmp slt i64 0, 3
  br i1 %entry.61, label %"r.body", label %"r.done"
r.body:
  %"r" = phi  i64 [0, %"entry"], [%"r.next", %"s.done"]
  %r.body.1 = add i64 %"r", -1
  %r.body.2 = sub i64 0, %r.body.1
  %r.body.3 = icmp sgt i64 0, %r.body.2
  %r.body.4 = select  i1 %r.body.3, i64 0, i64 %r.body.2
  %r.body.5 = sub i64 3, %r.body.1
  %r.body.6 = add i64 %r.body.5, 1
  %r.body.7 = icmp slt i64 4, %r.body.6
  %r.body.8 = select  i1 %r.body.7, i64 4, i64 %r.body.6
  %r.body.9 = icmp sgt i64 %r.body.4, 0
  %r.body.10 = select  i1 %r.body.9, i64 %r.body.4, i64 0
  %r.body.11 = icmp slt i64 %r.body.8, 4
  %r.body.12 = select  i1 %r.body.11, i64 %r.body.8, i64 4
  %r.body.13 = add i64 %r.body.10, %"r"
  %r.body.14 = sub i64 %r.body.12, %r.body.10
  %r.body.15 = icmp slt i64 0, 3
  br i1 %r.body.15, label %"s.body", label %"s.done"
r.done:
  ret void
s.body:
  %"s" = phi  i64 [0, %"r.body"], [%"s.next", %"s.body"]
  %s.body.1 = add i64 %"s", -1
  %s.body.2 = sub i64 0, %s.body.1
  %s.body.3 = icmp sgt i64 0, %s.body.2
  %s.body.4 = select  i1 %s.body.3, i64 0, i64 %s.body.2
  %s.body.5 = sub i64 3, %s.body.1
  %s.body.6 = add i64 %s.body.5, 1
  %s.body.7 = icmp slt i64 4, %s.body.6
  %s.body.8 = select  i1 %s.body.7, i64 4, i64 %s.body.6
  %s.body.9 = icmp sgt i64 %s.body.4, 0
  %s.body.10 = select  i1 %s.body.9, i64 %s.body.4, i64 0
  %s.body.11 = icmp slt i64 %s.body.8, 4
  %s.body.12 = select  i1 %s.body.11, i64 %s.body.8, i64 4
  %s.body.13 = add i64 %s.body.10, %"s"
  %s.body.14 = sub i64 %s.body.12, %s.body.10
  %s.body.15 = icmp eq i64 %"r", 0
  %s.body.16 = icmp eq i64 %"s", 0
  %s.body.17 = mul i64 %r.body.13, 96
  %s.body.18 = mul i64 %s.body.13, 16
  %s.body.19 = add i64 %s.body.17, %s.body.18
  %s.body.20 = getelementptr i8, ptr %entry.18, i64 %s.body.19
  %s.body.21 = mul i64 %r.body.10, 128
  %s.body.22 = mul i64 %s.body.10, 32
  %s.body.23 = add i64 %s.body.21, %s.body.22
  %s.body.24 = getelementptr i8, ptr %entry.19, i64 %s.body.23
  %s.body.25 = mul i64 %"r", 96
  %s.body.26 = mul i64 %"s", 32
  %s.body.27 = add i64 %s.body.25, %s.body.26
  %s.body.28 = mul i64 %s.body.27, 4
  %s.body.29 = getelementptr i8, ptr %entry.16, i64 %s.body.28
  call void @"tile_4x1x8_0"(ptr %s.body.20, ptr %s.body.24, ptr %s.body.29, i1 %entry.20, i64 1, i64 704, i64 0, i64 128, i64 1, i64 %r.body.14, i64 %s.body.14, i64 576, i64 96, i64 16, i64 512, i64 128, i64 32, ptr %entry.29)
  %"s.next" = add i64 %"s", 1
  %s.body.30 = icmp slt i64 %"s.next", 3
  br i1 %s.body.30, label %"s.body", label %"s.done"
s.done:
  %"r.next" = add i64 %"r", 1
  %s.done.1 = icmp slt i64 %"r.next", 3
  br i1 %s.done.1, label %"r.body", label %"r.done"
}

define void @"finish"(ptr %"args", i64 %"task", i64 %"slot") nounwind
{
entry:
  %"x" = load ptr, ptr %"args", align 1
  %entry.1 = getelementptr i8, ptr %"args", i64 8
  %"dy" = load ptr, ptr %entry.1, align 1
  %entry.2 = getelementptr i8, ptr %"args", i64 16
  %"out" = load ptr, ptr %entry.2, align 1
  %entry.3 = getelementptr i8, ptr %"args", i64 24
  %"partial" = load ptr, ptr %entry.3, align 1
  %entry.4 = getelementptr i8, ptr %"args", i64 32
  %"panels" = load ptr, ptr %entry.4, align 1
  %entry.5 = getelementptr i8, ptr %"args", i64 40
  %"xn" = load i64, ptr %entry.5, align 1
  %entry.6 = getelementptr i8, ptr %"args", i64 48
  %"xh" = load i64, ptr %entry.6, align 1
  %entry.7 = getelementptr i8, ptr %"args", i64 56
  %"xw" = load i64, ptr %entry.7, align 1
  %entry.8 = getelementptr i8, ptr %"args", i64 64
  %"xc" = load i64, ptr %entry.8, align 1
  %entry.9 = getelementptr i8, ptr %"args", i64 72
  %"dyn" = load i64, ptr %entry.9, align 1
  %entry.10 = getelementptr i8, ptr %"args", i64 80
  %"dyp" = load i64, ptr %entry.10, align 1
  %entry.11 = getelementptr i8, ptr %"args", i64 88
  %"dyq" = load i64, ptr %entry.11, align 1
  %entry.12 = getelementptr i8, ptr %"args", i64 96
  %"dyk" = load i64, ptr %entry.12, align 1
  %entry.13 = getelementptr i8, ptr %"args", i64 104
  %"old" = load ptr, ptr %entry.13, align 1
  %entry.14 = getelementptr i8, ptr %"args", i64 112
  %"panel_bytes" = load i64, ptr %entry.14, align 1
  %entry.15 = ptrtoint ptr %"old" to i64
  %entry.16 = icmp ne i64 %entry.15, 0
  %entry.17 = mul i64 %"task", 36
  %entry.18 = add i64 %"task", 1
  %entry.19 = mul i64 %entry.18, 36
  %entry.20 = icmp slt i64 %entry.17, %entry.19
  %entry.21 = alloca <8 x float>
  %entry.22 = alloca <8 x float>
  %entry.23 = alloca float
  %entry.24 = alloca float
  br i1 %entry.20, label %"row.body", label %"row.done"
row.body:
  %"row" = phi  i64 [%entry.17, %"entry"], [%"row.next", %"k.done"]
  %row.body.1 = mul i64 %"row", 8
  %row.body.2 = mul i64 %row.body.1, 4
  %row.body.3 = getelementptr i8, ptr %"partial", i64 %row.body.2
  %row.body.4 = load <8 x float>, ptr %row.body.3, align 1
  store <8 x float> %row.body.4, <8 x float>* %entry.21
  %row.body.5 = icmp slt i64 1, 1
  br i1 %row.body.5, label %"split.body", label %"split.done"
row.done:
  ret void
split.body:
  %"split" = phi  i64 [1, %"row.body"], [%"split.next", %"split.body"]
  %split.body.1 = load <8 x float>, <8 x float>* %entry.21
  %split.body.2 = mul i64 %"split", 1152
  %split.body.3 = mul i64 %row.body.1, 4
  %split.body.4 = add i64 %split.body.2, %split.body.3
  %split.body.5 = getelementptr i8, ptr %"partial", i64 %split.body.4
  %split.body.6 = load <8 x float>, ptr %split.body.5, align 1
  %split.body.7 = fadd <8 x float> %split.body.1, %split.body.6
  store <8 x float> %split.body.7, <8 x float>* %entry.21
  %"split.next" = add i64 %"split", 1
  %split.body.8 = icmp slt i64 %"split.next", 1
  br i1 %split.body.8, label %"split.body", label %"split.done"
split.done:
  %split.done.1 = load <8 x float>, <8 x float>* %entry.21
  store <8 x float> %split.done.1, <8 x float>* %entry.22
  br i1 %entry.16, label %"split.done.if", label %"split.done.endif"
split.done.if:
  %split.done.if.1 = mul i64 %row.body.1, 2
  %split.done.if.2 = getelementptr i8, ptr %"old", i64 %split.done.if.1
  %split.done.if.3 = load <8 x i16>, ptr %split.done.if.2, align 1
  %split.done.if.4 = zext <8 x i16> %split.done.if.3 to <8 x i32>
  %split.done.if.5 = shl <8 x i32> %split.done.if.4, <i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16>
  %split.done.if.6 = bitcast <8 x i32> %split.done.if.5 to <8 x float>
  %split.done.if.7 = load <8 x float>, <8 x float>* %entry.22
  %split.done.if.8 = fadd <8 x float> %split.done.if.7, %split.done.if.6
  store <8 x float> %split.done.if.8, <8 x float>* %entry.22
  br label %"split.done.endif"
split.done.endif:
  %split.done.endif.1 = load <8 x float>, <8 x float>* %entry.22
  %split.done.endif.2 = bitcast <8 x float> %split.done.endif.1 to <8 x i32>
  %split.done.endif.3 = lshr <8 x i32> %split.done.endif.2, <i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16>
  %split.done.endif.4 = and <8 x i32> %split.done.endif.3, <i32 1, i32 1, i32 1, i32 1, i32 1, i32 1, i32 1, i32 1>
  %split.done.endif.5 = add <8 x i32> %split.done.endif.4, <i32 32767, i32 32767, i32 32767, i32 32767, i32 32767, i32 32767, i32 32767, i32 32767>
  %split.done.endif.6 = add <8 x i32> %split.done.endif.2, %split.done.endif.5
  %split.done.endif.7 = lshr <8 x i32> %split.done.endif.6, <i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16>
  %split.done.endif.8 = lshr <8 x i32> %split.done.endif.2, <i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16>
  %split.done.endif.9 = or <8 x i32> %split.done.endif.8, <i32 64, i32 64, i32 64, i32 64, i32 64, i32 64, i32 64, i32 64>
  %split.done.endif.10 = fcmp uno <8 x float> %split.done.endif.1, %split.done.endif.1
  %split.done.endif.11 = select  <8 x i1> %split.done.endif.10, <8 x i32> %split.done.endif.9, <8 x i32> %split.done.endif.7
  %split.done.endif.12 = trunc <8 x i32> %split.done.endif.11 to <8 x i16>
  %split.done.endif.13 = mul i64 %row.body.1, 2
  %split.done.endif.14 = getelementptr i8, ptr %"out", i64 %split.done.endif.13
  store <8 x i16> %split.done.endif.12, ptr %split.done.endif.14, align 1
  %split.done.endif.15 = icmp slt i64 8, 8
  br i1 %split.done.endif.15, label %"k.body", label %"k.done"
k.body:
  %"k" = phi  i64 [8, %"split.done.endif"], [%"k.next", %"split.done.1.endif"]
  %k.body.1 = add i64 %row.body.1, %"k"
  %k.body.2 = mul i64 %k.body.1, 4
  %k.body.3 = getelementptr i8, ptr %"partial", i64 %k.body.2
  %k.body.4 = load float, ptr %k.body.3, align 1
  store float %k.body.4, float* %entry.23
  %k.body.5 = icmp slt i64 1, 1
  br i1 %k.body.5, label %"split.body.1", label %"split.done.1"
k.done:
  %"row.next" = add i64 %"row", 1
  %k.done.1 = icmp slt i64 %"row.next", %entry.19
  br i1 %k.done.1, label %"row.body", label %"row.done"
split.body.1:
  %"split.1" = phi  i64 [1, %"k.body"], [%"split.next.1", %"split.body.1"]
  %split.body.1.1 = load float, float* %entry.23
  %split.body.1.2 = mul i64 %"split.1", 1152
  %split.body.1.3 = mul i64 %k.body.1, 4
  %split.body.1.4 = add i64 %split.body.1.2, %split.body.1.3
  %split.body.1.5 = getelementptr i8, ptr %"partial", i64 %split.body.1.4
  %split.body.1.6 = load float, ptr %split.body.1.5, align 1
  %split.body.1.7 = fadd float %split.body.1.1, %split.body.1.6
  store float %split.body.1.7, float* %entry.23
  %"split.next.1" = add i64 %"split.1", 1
  %split.body.1.8 = icmp slt i64 %"split.next.1", 1
  br i1 %split.body.1.8, label %"split.body.1", label %"split.done.1"
split.done.1:
  %split.done.1.1 = load float, float* %entry.23
  store float %split.done.1.1, float* %entry.24
  br i1 %entry.16, label %"split.done.1.if", label %"split.done.1.endif"
split.done.1.if:
  %split.done.1.if.1 = mul i64 %k.body.1, 2
  %split.done.1.if.2 = getelementptr i8, ptr %"old", i64 %split.done.1.if.1
  %split.done.1.if.3 = load i16, ptr %split.done.1.if.2, align 1
  %split.done.1.if.4 = zext i16 %split.done.1.if.3 to i32
  %split.done.1.if.5 = shl i32 %split.done.1.if.4, 16
  %split.done.1.if.6 = bitcast i32 %split.done.1.if.5 to float
  %split.done.1.if.7 = load float, float* %entry.24
  %split.done.1.if.8 = fadd float %split.done.1.if.7, %split.done.1.if.6
  store float %split.done.1.if.8, float* %entry.24
  br label %"split.done.1.endif"
split.done.1.endif:
  %split.done.1.endif.1 = load float, float* %entry.24
  %split.done.1.endif.2 = bitcast float %split.done.1.endif.1 to i32
  %split.done.1.endif.3 = lshr i32 %split.done.1.endif.2, 16
  %split.done.1.endif.4 = and i32 %split.done.1.endif.3, 1
  %split.done.1.endif.5 = add i32 %split.done.1.endif.4, 32767
  %split.done.1.endif.6 = add i32 %split.done.1.endif.2, %split.done.1.endif.5
  %split.done.1.endif.7 = lshr i32 %split.done.1.endif.6, 16
  %split.done.1.endif.8 = lshr i32 %split.done.1.endif.2, 16
  %split.done.1.endif.9 = or i32 %split.done.1.endif.8, 64
  %split.done.1.endif.10 = fcmp uno float %split.done.1.endif.1, %split.done.1.endif.1
  %split.done.1.endif.11 = select  i1 %split.done.1.endif.10, i32 %split.done.1.endif.9, i32 %split.done.1.endif.7
  %split.done.1.endif.12 = trunc i32 %split.done.1.endif.11 to i16
  %split.done.1.endif.13 = mul i64 %k.body.1, 2
  %split.done.1.endif.14 = getelementptr i8, ptr %"out", i64 %split.done.1.endif.13
  store i16 %split.done.1.endif.12, ptr %split.done.1.endif.14, align 1
  %"k.next" = add i64 %"k", 1
  %split.done.1.endif.15 = icmp slt i64 %"k.next", 8
  br i1 %split.done.1.endif.15, label %"k.body", label %"k.done"
}

